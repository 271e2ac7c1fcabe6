// Who watches the log: each witness with its key and when it signed last.
import type { LogStatus } from '@parley/protocol/api/log.ts'
import type { JudgedCheckpoint } from '@parley/protocol/log/judge-checkpoint.ts'
import { Eye } from 'lucide-react'
import { agoExactly } from '../clock.ts'
import { count } from '../numbers.ts'
import { Notice } from '../ui/notice.tsx'
import { CopyButton } from './copy-button.tsx'
import { useKnownLog } from './use-known-log.ts'

type Props = { status: LogStatus; checkpoint: JudgedCheckpoint | undefined }

export const WitnessList = ({ status: { witnesses }, checkpoint }: Props) => {
  const known = useKnownLog()
  if (witnesses.length === 0)
    return (
      <Notice>
        No witness is set up for this log. Until there are some, only Parley’s own signature stands for it, and your
        browser alone remembers what it saw.
      </Notice>
    )
  return (
    <ul className="panel">
      {witnesses.map((witness) => (
        <li key={witness.vkey} className="row witness">
          <span className="witness-mark">
            <Eye size={20} aria-hidden />
          </span>
          <span className="row-words">
            <span className="row-name">{nameIn(witness.vkey)}</span>
            <span className="quiet small">{signedWords(witness, checkpoint)}</span>
            <span className="quiet small">
              Key <code>{fingerprint(witness.vkey)}</code>
              {known && !known.policy.includes(witness.vkey) && ' · not among those that this browser remembers'}
            </span>
          </span>
          <CopyButton text={witness.vkey} what={`the key of ${nameIn(witness.vkey)}`} />
        </li>
      ))}
    </ul>
  )
}

type Witness = LogStatus['witnesses'][number]

/** What this browser found in the signatures comes before what the platform says. */
const signedWords = ({ vkey, seen }: Witness, checkpoint: JudgedCheckpoint | undefined): string => {
  const signed = checkpoint?.cosigned.find(({ key }) => vkey.startsWith(`${key.name}+`))
  if (signed?.timeSeconds !== undefined)
    return `Signed ${count(checkpoint!.size)} entries ${agoExactly(signed.timeSeconds * 1000)}; its signature is good.`
  if (seen) return `Parley says that it signed ${count(seen.size)} entries ${agoExactly(Date.parse(seen.at))}.`
  return 'Has not signed yet.'
}

/** The name that stands in its signatures. */
const nameIn = (vkey: string): string => vkey.split('+')[0] ?? ''

/** The key's ID, as it stands in the signatures (C2SP signed-note). */
export const fingerprint = (vkey: string): string => vkey.split('+')[1] ?? ''
