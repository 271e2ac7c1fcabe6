// Tells at once, on every page, what an app read that it does not usually read; until the person has decided.
import { Eye } from 'lucide-react'
import type { Alert } from '../api/shapes.ts'
import { counted } from '../numbers.ts'
import { Time } from '../ui/time.tsx'
import './alerts.css'
import { DecideAlert } from './decide-alert.tsx'
import { useAlerts } from './use-alerts.ts'

/** One app at a time, the newest first. It is said by screen readers when they pause, and takes no focus. */
export const AlertBanner = () => {
  const unseen = useAlerts().data?.items.filter((alert) => alert.seenAt === undefined && !alert.quiet) ?? []
  const [newest] = unseen
  const more = unseen.filter((alert) => alert.grant === newest?.grant).length - 1
  return (
    <div className="alert-banner">
      {/* There before it is filled, so that screen readers hear of the change. */}
      <div role="status" className="alert-words">
        {newest && <Words alert={newest} more={more} />}
      </div>
      {newest && <DecideAlert key={newest.id} alert={newest} />}
    </div>
  )
}

const Words = ({ alert, more }: { alert: Alert; more: number }) => (
  <>
    <Eye size={18} aria-hidden />
    <p>
      <strong>{alert.sentence}</strong>{' '}
      <span className="quiet">
        {alert.because}
        {more > 0 &&
          ` There ${more === 1 ? 'is' : 'are'} ${counted(more, 'more alert', 'more alerts')} about ${alert.app.name}.`}{' '}
        · <Time at={alert.at} as="ago" />
      </span>
    </p>
  </>
)
