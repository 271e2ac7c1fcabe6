// parley-verify bundle FILE: settles what was done under somebody's permissions.
import { parseBundle } from '@parley/protocol/log/evidence-bundle.ts'
import { FieldError } from '@parley/protocol/log/fields.ts'
import { type JudgedCheckpoint, judgeCheckpoint, type Trust } from '@parley/protocol/log/judge-checkpoint.ts'
import { JsonError } from '@parley/protocol/log/strict-json.ts'
import { checkBundle } from '../evidence/check-bundle.ts'
import type { TagIndex } from '../evidence/context.ts'
import { collect, type Report, verdictOf } from '../evidence/report.ts'
import { checkLog } from '../log/check-log.ts'
import { openSource } from '../log/open-source.ts'
import { bundleSentences } from '../print/bundle-sentences.ts'
import { type Arguments, readText, readTrust } from '../read-arguments.ts'
import type { Outcome } from './outcome.ts'

export const checkBundleFile = async ([path]: string[], values: Arguments): Promise<Outcome> => {
  const file = await readText(path, 'the evidence file')
  const trust = await readTrust(values)
  const { findings, find } = collect()
  let allTags: TagIndex | undefined
  if (values.log !== undefined) {
    const current = await headOf(file, trust)
    if (current) allTags = await checkLog(openSource(values.log), { current, earlier: [], isForeign: false }, find)
  }
  const report = await checkBundle(file, { ...trust, ...(allTags && { allTags }) })
  const all = [...findings, ...report.findings]
  const whole: Report = { ...report, findings: all, verdict: verdictOf(all) }
  return { report: whole, sentences: bundleSentences(whole) }
}

/** The tree of the bundle's checkpoint, once it is signed: nobody else says how much of a log is read. */
const headOf = async (file: string, trust: Trust): Promise<JudgedCheckpoint | undefined> => {
  try {
    return await judgeCheckpoint(parseBundle(file).checkpoint, trust, () => undefined)
  } catch (error) {
    if (error instanceof JsonError || error instanceof FieldError) return undefined
    throw error
  }
}
