// How large the log is, the one number that stands for all of it, and what still waits to come in.
import type { LogStatus } from '@parley/protocol/api/log.ts'
import { toBase64 } from '@parley/protocol/log/base64.ts'
import type { JudgedCheckpoint } from '@parley/protocol/log/judge-checkpoint.ts'
import { nowMs, spanOf } from '../clock.ts'
import { count, counted } from '../numbers.ts'
import { Time } from '../ui/time.tsx'
import { CopyButton } from './copy-button.tsx'

/** checkpoint: the one whose signature this browser found good; what is not signed is shown as Parley's word. */
export const LogHead = ({ status, checkpoint }: { status: LogStatus; checkpoint: JudgedCheckpoint | undefined }) => {
  const root = checkpoint && toBase64(checkpoint.root)
  return (
    <div className="panel panel-pad">
      <dl className="log-facts">
        <div>
          <dt>Name</dt>
          <dd>{status.origin}</dd>
        </div>
        <div>
          <dt>Signed entries</dt>
          <dd>
            {count(checkpoint?.size ?? status.published?.size ?? 0)}
            {status.published && (
              <span className="quiet">
                , signed <Time at={status.published.at} as="ago" />
              </span>
            )}
          </dd>
        </div>
        <div>
          <dt>Root</dt>
          <dd className="log-root">
            {root ? (
              <>
                <code title={root}>{root.slice(0, 16)}…</code>
                <CopyButton text={root} what="the root" />
              </>
            ) : (
              <span className="quiet">not checked yet</span>
            )}
          </dd>
        </div>
        <div>
          <dt>Waiting</dt>
          <dd>{waitingWords(status)}</dd>
        </div>
      </dl>
      <p className="quiet small">
        The root is one number computed from all entries. If anybody changes a single one of them, it becomes another.
        Compare it with somebody who sees the same number of entries.
      </p>
    </div>
  )
}

const waitingWords = ({ waiting: { entries, since }, size, published }: LogStatus): string => {
  const unsigned = size - (published?.size ?? 0)
  if (entries === 0 && unsigned === 0) return 'Nothing waits: everything that was recorded is in the log.'
  const waits = entries + unsigned
  const age = since === undefined ? '' : `, the oldest for ${spanOf(nowMs() - Date.parse(since))}`
  return `${counted(waits, 'entry is', 'entries are')} on the way${age}. This should take seconds, and never more than a minute.`
}
