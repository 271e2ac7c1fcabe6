// Alerts: every one of the last 90 days, newest first, seen or not.
import { BellRing, SlidersHorizontal } from 'lucide-react'
import { Link } from 'react-router'
import { api, pages } from '../addresses.ts'
import { keys } from '../api/keys.ts'
import type { Alert } from '../api/shapes.ts'
import { usePages } from '../api/use-pages.ts'
import { AppMark } from '../ui/app-mark.tsx'
import { buttonClass } from '../ui/button.tsx'
import { MoreButton } from '../ui/more-button.tsx'
import { Page } from '../ui/page.tsx'
import { Empty, Failed, SkeletonRows } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import './alerts.css'
import { DecideAlert } from './decide-alert.tsx'

export const AlertsPage = () => {
  const alerts = usePages<Alert>(keys.alerts, (page) => api.alerts(page))
  const { items } = alerts
  return (
    <Page
      title="Alerts"
      lead="An app read for the first time, much at once, more than usual, or at night. If you did not expect that, pause the app. Each alert stays here for 90 days."
      back={{ to: pages.apps(), label: 'Connected apps' }}
      action={
        <Link to={pages.alertChoices()} className={buttonClass('plain', true)}>
          <SlidersHorizontal size={16} aria-hidden />
          Choose
        </Link>
      }
    >
      {alerts.isPending && <SkeletonRows rows={3} round={false} />}
      {alerts.error && !items && <Failed error={alerts.error} retry={alerts.refetch} />}
      {items?.length === 0 && (
        <Empty icon={BellRing} title="No alerts">
          When an app reads for the first time, much at once, more than usual, or at night, it is listed here.
        </Empty>
      )}
      {items && items.length > 0 && (
        <ul className="panel">
          {items.map((alert) => (
            <AlertItem key={alert.id} alert={alert} />
          ))}
        </ul>
      )}
      <MoreButton pages={alerts} label="Show earlier" />
    </Page>
  )
}

const AlertItem = ({ alert }: { alert: Alert }) => (
  <li className="alert-item">
    <AppMark name={alert.app.name} />
    <div className="alert-item-words">
      <strong>{alert.sentence}</strong>
      <span className="quiet small">{alert.because}</span>
      <span className="quiet small">
        <Time at={alert.at} as="ago" />
        {alert.seenAt !== undefined && ' · Decided'}
        {alert.quiet && ' · Not told at once, as you chose'}
      </span>
      {alert.seenAt === undefined && !alert.quiet ? (
        <DecideAlert alert={alert} />
      ) : (
        <Link to={pages.app(alert.grant)} className="small">
          What {alert.app.name} may do
        </Link>
      )}
    </div>
  </li>
)
