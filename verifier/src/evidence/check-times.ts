// Check V21: the time that an entry states fits the times at which witnesses saw the log without it and with it.
import type { Find } from '@parley/protocol/log/finding.ts'
import { clockSeconds } from '@parley/protocol/log/judge-checkpoint.ts'
import { logBySeconds } from '@parley/protocol/log/receipt-text.ts'
import { timeMs } from '@parley/protocol/log/scalars.ts'
import type { BundleView } from './context.ts'

export const checkTimes = ({ entries, prior, checkpoint }: BundleView, find: Find): void => {
  const seen = [...prior, checkpoint].flatMap(({ size, seenMs }) => (seenMs === undefined ? [] : [{ size, seenMs }]))
  if (seen.length === 0) {
    find('V21', 'remark', 'No witness says when the log was seen, so the times in it are the platform’s word.')
    return
  }
  let next = 0
  for (const { index, shared } of entries) {
    while (next < seen.length && seen[next]!.size <= index) next++
    const atMs = shared && timeMs(shared.at)
    if (atMs === undefined) continue
    // Logged after `before` was seen: it may have waited for the sequencer, but no longer than is promised.
    const [before, after] = [seen[next - 1], seen[next]]
    if (before && atMs < before.seenMs - (logBySeconds + clockSeconds) * 1000)
      find('V21', 'violation', `The entry is dated ${shared?.at}, long before witnesses saw the log without it.`, index)
    if (after && atMs > after.seenMs + clockSeconds * 1000)
      find('V21', 'violation', `The entry is dated ${shared?.at}, after witnesses had seen it in the log.`, index)
  }
}
