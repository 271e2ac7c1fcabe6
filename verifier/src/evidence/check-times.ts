// Check V21, and V12 for months: the time and month of an entry fit the times at which witnesses saw the log without it and with it.
import type { Find } from '@parley/protocol/log/finding.ts'
import { clockSeconds } from '@parley/protocol/log/judge-checkpoint.ts'
import { monthOf } from '@parley/protocol/log/party.ts'
import { logBySeconds } from '@parley/protocol/log/receipt-text.ts'
import { timeMs } from '@parley/protocol/log/scalars.ts'
import type { BundleView } from './context.ts'

const clockMs = clockSeconds * 1000
/** A day, and what a file may leave out between the checkpoints of two days. */
const unseenMsMax = 2 * 86_400_000

type Seen = { size: number; seenMs: number }

export const checkTimes = ({ entries, prior, checkpoint, trust }: BundleView, find: Find): void => {
  const seen = [...prior, checkpoint].flatMap(({ size, seenMs }): Seen[] =>
    seenMs === undefined ? [] : [{ size, seenMs }]
  )
  if (seen.length === 0)
    find('V21', 'remark', 'No witness says when the log was seen, so the times in it are the platform’s word.')
  let [next, unbounded] = [0, 0]
  for (const { index, shared, given } of entries) {
    while (next < seen.length && seen[next]!.size <= index) next++
    const atMs = shared && timeMs(shared.at)
    // Logged after `before` was seen: it may have waited for the sequencer, but no longer than is promised.
    const [before, after] = [seen[next - 1], seen[next]]
    const months = given.in.map(({ month }) => month)
    // It was put into the log after it was made, and before the log was seen with it.
    const [first, last] = [monthOf((atMs ?? 0) - clockMs), monthOf((after?.seenMs ?? trust.nowMs) + clockMs)]
    if (months.some((month) => month < first || month > last))
      find('V12', 'violation', `The months of entry ${index} are not those in which it can have been logged.`, index)
    if (atMs === undefined) continue
    if (before && atMs < before.seenMs - logBySeconds * 1000 - clockMs)
      find('V21', 'violation', `The entry is dated ${shared?.at}, long before witnesses saw the log without it.`, index)
    if (after && atMs > after.seenMs + clockMs)
      find('V21', 'violation', `The entry is dated ${shared?.at}, after witnesses had seen it in the log.`, index)
    if (before && atMs - before.seenMs > unseenMsMax) unbounded++
  }
  if (unbounded > 0)
    find(
      'V21',
      'remark',
      `For ${unbounded} entries no witnessed checkpoint of the two days before them is here, so they could have been dated back.`
    )
}
