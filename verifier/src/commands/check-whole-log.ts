// parley-verify log URL-OR-FOLDER: derives the root of a whole log again and looks for tags that stand twice.
import type { CheckId } from '@parley/protocol/log/finding.ts'
import { fromUtf8 } from '@parley/protocol/log/utf8.ts'
import { judgeCheckpoint } from '@parley/protocol/log/judge-checkpoint.ts'
import { findRepeatedTags } from '../evidence/find-repeated-tags.ts'
import { collect, verdictOf } from '../evidence/report.ts'
import { checkLog } from '../log/check-log.ts'
import { openSource, SourceError } from '../log/open-source.ts'
import { type Arguments, readText, readTrust, UsageError } from '../read-arguments.ts'
import { requireKey } from './require-key.ts'
import type { Outcome } from './outcome.ts'

const checked: CheckId[] = ['V2', 'V3', 'V4', 'V5', 'V6', 'V7', 'V8', 'V16']

export const checkWholeLog = async ([place]: string[], values: Arguments): Promise<Outcome> => {
  if (place === undefined) throw new UsageError('the address or folder of the log is missing')
  const trust = await readTrust(values)
  const { findings, find } = collect()
  const done = (sentences: string[], facts: Record<string, unknown> = {}): Outcome => ({
    report: { verdict: verdictOf(findings), findings, checked, facts },
    sentences
  })
  if (!requireKey(trust, find)) return done([])
  const source = openSource(place)
  const bytes = await source('checkpoint')
  if (!bytes) throw new SourceError(`${place}/checkpoint is missing`)
  const current = await judgeCheckpoint(fromUtf8(bytes) ?? '', trust, find)
  if (!current) return done([])
  const earlier = []
  if (values.from !== undefined) {
    const older = await judgeCheckpoint(
      await readText(values.from, '--from'),
      { ...trust, policy: { ...trust.policy, quorum: 'none' } },
      find
    )
    if (!older) return done([])
    earlier.push(older)
  }
  const tags = await checkLog(source, { current, earlier, isForeign: values.foreign === true }, find)
  if (tags) findRepeatedTags(tags, find)
  const sentences = [`The log ${current.origin} has ${current.size.toLocaleString('en')} entries.`]
  if (tags) sentences.push('Its entries give the root that it signed.')
  if (earlier[0] && verdictOf(findings) === 'valid')
    sentences.push(`It continues what it was at ${earlier[0].size.toLocaleString('en')} entries.`)
  return done(sentences, { origin: current.origin, size: current.size })
}
