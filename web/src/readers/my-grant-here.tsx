// What one can do about an app that one connected oneself: pause it here or everywhere, or look at the permission.
import { useState } from 'react'
import { Link } from 'react-router'
import { pages } from '../addresses.ts'
import { reason } from '../api/api-error.ts'
import type { Reader } from '../api/shapes.ts'
import { useGrant } from '../apps/use-grants.ts'
import { usePausing } from '../apps/use-pausing.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'

export const MyGrantHere = ({ reader, conversation }: { reader: Reader; conversation: string }) => {
  const grant = useGrant(reader.grant)
  const { pause, resume } = usePausing(reader.grant, reader.app.name, conversation)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const paused = grant.data?.paused
  const isWhole = paused?.at !== undefined
  const isHere = paused?.conversations.includes(conversation) ?? false
  const run = async (doing: Promise<unknown>) => {
    setBusy(true)
    setError(undefined)
    try {
      await doing
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      {error !== undefined && <Notice kind="danger">{reason(error)}</Notice>}
      <div className="row-actions">
        {grant.data && !isWhole && (
          <Button
            look="plain"
            small
            busy={busy}
            onClick={() => void run(isHere ? resume(conversation) : pause(conversation))}
          >
            {isHere ? 'Resume here' : 'Pause here'}
          </Button>
        )}
        {grant.data && (
          <Button look="plain" small busy={busy} onClick={() => void run(isWhole ? resume() : pause())}>
            {isWhole ? 'Resume everywhere' : 'Pause everywhere'}
          </Button>
        )}
        <Link to={pages.app(reader.grant)} className={buttonClass('quiet', true)}>
          Your permission
        </Link>
      </div>
    </>
  )
}
