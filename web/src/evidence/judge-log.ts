// Judges a checkpoint by what this browser remembers: the log's signature, those of its witnesses, and that the log only grew.
import { fromBase64, toBase64 } from '@parley/protocol/log/base64.ts'
import type { Finding } from '@parley/protocol/log/finding.ts'
import { judgeCheckpoint, type JudgedCheckpoint } from '@parley/protocol/log/judge-checkpoint.ts'
import { parsePolicy, type Policy } from '@parley/protocol/log/policy.ts'
import type { ReadTile } from '@parley/protocol/log/tile-hash.ts'
import { agoExactly } from '../clock.ts'
import { count } from '../numbers.ts'
import type { Check } from './check.ts'
import { judgeGrowth } from './judge-growth.ts'
import type { Alarm, KnownLog } from './known-log.ts'

export type JudgedLog = {
  checks: Check[]
  /** Only when the log's signature on it is good. */
  checkpoint?: JudgedCheckpoint
  /** What to remember from now on. */
  known: KnownLog
}

type Look = {
  readTile: ReadTile
  nowMs: number
  /** Whether this is the log's head, which must not be smaller than one that was seen; else it may come from a little earlier. */
  isHead: boolean
}

export const judgeLog = async (known: KnownLog, note: string, look: Look): Promise<JudgedLog> => {
  const findings: Finding[] = []
  const policy = parsePolicy(known.policy)
  const checkpoint = await judgeCheckpoint(note, { policy, nowMs: look.nowMs }, (check, level, text) =>
    findings.push({ check, level, text })
  )
  if (!checkpoint) {
    const text =
      findings[0]?.level === 'malformed'
        ? 'What Parley gave out as the state of the log cannot be read.'
        : 'The signature on the log is not by the key that this browser remembers.'
    return { checks: [{ name: 'signature', mark: 'bad', text }], known }
  }
  const signature: Check = { name: 'signature', mark: 'good', text: 'Parley’s signature on the log is good.' }
  const growth = await growthOf(known, note, checkpoint, look)
  return {
    checks: [signature, witnessesOf(policy, checkpoint, findings, look.nowMs), growth.check],
    checkpoint,
    known: growth.known
  }
}

const witnessesOf = (
  { witnesses, quorum }: Policy,
  { cosigned }: JudgedCheckpoint,
  findings: Finding[],
  nowMs: number
): Check => {
  const name = 'witnesses'
  if (witnesses.size === 0)
    return { name, mark: 'note', text: 'No witness watches this log, so Parley alone vouches for it.' }
  const wrong = findings.find(({ level }) => level === 'violation')
  if (wrong) return { name, mark: 'bad', text: wrong.text }
  const signed = `${cosigned.length} of ${witnesses.size} witnesses signed`
  if (findings.some(({ check, level }) => check === 'V4' && level === 'insufficient'))
    return { name, mark: 'bad', text: `Only ${signed}, which is not enough.` }
  const times = cosigned.flatMap(({ timeSeconds }) => (timeSeconds === undefined ? [] : [timeSeconds * 1000]))
  const last = times.length === 0 ? '' : `, the last ${agoExactly(Math.max(...times), nowMs)}`
  return { name, mark: quorum === 'none' && cosigned.length === 0 ? 'note' : 'good', text: `${signed}${last}.` }
}

type Growth = { check: Check; known: KnownLog }

const growthOf = async (
  known: KnownLog,
  note: string,
  checkpoint: JudgedCheckpoint,
  { readTile, nowMs, isHead }: Look
): Promise<Growth> => {
  const { size, root } = checkpoint
  const now = { size, root: toBase64(root), note }
  const say = (mark: Check['mark'], text: string): Check => ({ name: 'growth', mark, text })
  const { seen } = known
  const seenRoot = seen && fromBase64(seen.root)
  if (!seen || !seenRoot) {
    const text = `This browser saw the log for the first time. It remembers these ${count(size)} entries and will say if the log ever loses or changes one.`
    return { check: say('note', text), known: { ...known, seen: now } }
  }
  const sound = (kind: Alarm['kind'], text: string): Growth => ({
    check: say('bad', text),
    known: { ...known, alarm: known.alarm ?? { kind, at: new Date(nowMs).toISOString(), said: [seen.note, note] } }
  })
  if (size < seen.size && isHead)
    return sound(
      'smaller',
      `The log has ${count(size)} entries; this browser has seen it with ${count(seen.size)}. A log never becomes smaller.`
    )
  const before = { size: seen.size, root: seenRoot }
  const [older, newer] = size < seen.size ? [checkpoint, before] : [before, checkpoint]
  const grown = await judgeGrowth(older, newer, readTile)
  if (grown === 'hidden')
    return { check: say('bad', 'The log does not show that it has only grown: a part of its tree is missing.'), known }
  if (grown === 'contradicts')
    return sound('forked', 'The log is not a continuation of the one that this browser has seen before.')
  const text =
    size === seen.size
      ? 'The log is the same as when you last looked.'
      : size < seen.size
        ? 'The log has only grown.'
        : `The log has only grown since you last looked: from ${count(seen.size)} to ${count(size)} entries.`
  return {
    check: say('good', text),
    known: size > seen.size ? { ...known, seen: now } : known
  }
}
