// What a person can do about an alert: stop the app, say that it is fine, or look at what was read.
import { useState } from 'react'
import { Link } from 'react-router'
import { pages } from '../addresses.ts'
import { reason } from '../api/api-error.ts'
import type { Alert } from '../api/shapes.ts'
import { usePausing } from '../apps/use-pausing.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { useSeeAlert } from './use-alerts.ts'

export const DecideAlert = ({ alert }: { alert: Alert }) => {
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
