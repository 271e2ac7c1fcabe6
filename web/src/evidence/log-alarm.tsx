// What the person needs to decide when the log contradicts what this browser saw of it before.
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { Time } from '../ui/time.tsx'
import { type Alarm, forgetKnownLog, keepKnownLog, type KnownLog } from './known-log.ts'
import { alarmTitles } from './alarm-banner.tsx'
import { saveText } from './save-text.ts'
import { useKnownLog } from './use-known-log.ts'
import './evidence.css'

const meanings: Record<Alarm['kind'], string> = {
  key: 'It may be another log, whose past nobody has watched. When Parley has begun a new log, it says so in public and shows that the old one is whole.',
  witnesses:
    'Witnesses watch that everybody is shown the same log. When Parley replaces one, it says so in public; ask the old ones too.',
  smaller: 'A log only ever grows. Entries that were there are missing now.',
  forked: 'Entries that were there before are missing or changed, or you are shown another log than others.'
}

/** Everything that the person needs to decide. */
export const AlarmDetails = () => {
  const known = useKnownLog()
  if (!known?.alarm) return null
  return <Details known={known} alarm={known.alarm} />
}

const Details = ({ known, alarm: { kind, at, said } }: { known: KnownLog; alarm: Alarm }) => {
  const [asks, setAsks] = useState(false)
  const startAgain = async () => {
    const { alarm: _, ...rest } = known
    if (kind === 'witnesses') keepKnownLog({ ...rest, policy: said[1] })
    else forgetKnownLog()
    location.reload()
  }
  return (
    <div className="what-to-do" role="alert">
      <h2>{alarmTitles[kind]}</h2>
      <p>
        {meanings[kind]} This browser found it <Time at={at} as="ago" />.
      </p>
      <ol>
        <li>
          Keep the two statements that do not go together, with their signatures. They help whoever looks into it.
        </li>
        <li>Ask those who run Parley, and somebody outside: a witness below, or your data protection authority.</li>
        <li>Download your evidence from Activity, and compare with what friends see on this page.</li>
      </ol>
      <div className="check-actions">
        <Button
          look="plain"
          small
          onClick={() => saveText('parley-contradiction.txt', `Before:\n\n${said[0]}\n\nNow:\n\n${said[1]}\n`)}
        >
          Download both statements
        </Button>
        <Button look="danger-quiet" small onClick={() => setAsks(true)}>
          {kind === 'witnesses' ? 'Accept the new witnesses' : 'Start again with this log'}
        </Button>
      </div>
      <ConfirmDialog
        open={asks}
        onClose={() => setAsks(false)}
        title={kind === 'witnesses' ? 'Accept the new witnesses?' : 'Start again with this log?'}
        action={kind === 'witnesses' ? 'Accept' : 'Start again'}
        onConfirm={startAgain}
      >
        Do this only when somebody you trust has explained the change. This browser then forgets what it saw before, and
        trusts what Parley shows it now.
      </ConfirmDialog>
    </div>
  )
}
