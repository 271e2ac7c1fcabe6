// What cannot be overlooked: the log contradicts what this browser saw of it before.
import { Link } from 'react-router'
import { pages } from '../addresses.ts'
import { buttonClass } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import type { Alarm } from './known-log.ts'
import { useKnownLog } from './use-known-log.ts'
import './alarm-banner.css'

export const alarmTitles: Record<Alarm['kind'], string> = {
  key: 'Parley’s log is signed with another key than before.',
  witnesses: 'Parley names other witnesses of its log than before.',
  smaller: 'Parley’s log has become smaller.',
  forked: 'Parley’s log contradicts what this browser saw earlier.'
}

/** On every page, until the person has decided. */
export const AlarmBanner = () => {
  const alarm = useKnownLog()?.alarm
  if (!alarm) return null
  return (
    <div className="alarm-banner">
      <Notice
        kind="danger"
        action={
          <Link to={pages.transparency()} className={buttonClass('plain', true)}>
            What to do
          </Link>
        }
      >
        <strong>{alarmTitles[alarm.kind]}</strong> Do not rely on what is shown here until this is explained.
      </Notice>
    </div>
  )
}
