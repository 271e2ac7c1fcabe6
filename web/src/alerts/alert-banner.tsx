// Tells at once, on every page, what an app read that it does not usually read; until the person has decided.
import { Eye } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { pages } from '../addresses.ts'
import { reason } from '../api/api-error.ts'
import type { Alert } from '../api/shapes.ts'
import { usePausing } from '../apps/use-pausing.ts'
import { counted } from '../numbers.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Time } from '../ui/time.tsx'
import './alerts.css'
import { useAlerts, useSeeAlert } from './use-alerts.ts'

/** One app at a time, the newest first. It is said by screen readers when they pause, and takes no focus. */
export const AlertBanner = () => {
  const unseen = useAlerts().data?.items.filter((alert) => alert.seenAt === undefined) ?? []
  const [newest] = unseen
  const more = unseen.filter((alert) => alert.grant === newest?.grant).length - 1
  return (
    <div className="alert-banner">
      {/* There before it is filled, so that screen readers hear of the change. */}
      <div role="status" className="alert-words">
        {newest && <Words alert={newest} more={more} />}
      </div>
      {newest && <Decide key={newest.id} alert={newest} />}
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

const Decide = ({ alert }: { alert: Alert }) => {
  const { app, grant, canPause } = alert
  const { pause } = usePausing(grant, app.name)
  const see = useSeeAlert()
  const [doing, setDoing] = useState<'pausing' | 'seeing'>()
  const [error, setError] = useState<unknown>()
  const run = async (what: 'pausing' | 'seeing') => {
    setDoing(what)
    setError(undefined)
    try {
      if (what === 'pausing') await pause()
      await see(alert)
      // The pressed button is gone; the keyboard goes on at the page.
      document.getElementById('page')?.focus()
    } catch (failed) {
      setError(failed)
      setDoing(undefined)
    }
  }
  return (
    <>
      <div className="alert-actions">
        {canPause && (
          <Button look="plain" small busy={doing === 'pausing'} onClick={() => void run('pausing')}>
            Pause {app.name}
          </Button>
        )}
        <Button look="quiet" small busy={doing === 'seeing'} onClick={() => void run('seeing')}>
          {canPause ? 'This is fine' : 'I have seen this'}
        </Button>
        <Link to={pages.activity({ app: app.id })} className={buttonClass('quiet', true)}>
          See what it read
        </Link>
      </div>
      {error !== undefined && <Notice kind="danger">{reason(error)}</Notice>}
    </>
  )
}
