// Asks on every page whether an assistant may send a message that it wrote after it had read elsewhere.
import { useEffect, useEffectEvent, useState } from 'react'
import { Link } from 'react-router'
import { pages } from '../addresses.ts'
import { ApiError, reason } from '../api/api-error.ts'
import type { Approval } from '../api/shapes.ts'
import { nowMs } from '../clock.ts'
import { MessageCard } from '../conversations/cards/message-card.tsx'
import { AppMark } from '../ui/app-mark.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { say } from '../ui/toasts.tsx'
import './approvals.css'
import { useApprovals, useDecide } from './use-approvals.ts'
import { useSecondsLeft } from './use-seconds.ts'

// A hand that was about to press what stood here before has not answered.
const unpressedMs = 700

/**
 * One message at a time, the oldest first, so that it does not change under the hand of somebody who is about to decide. It takes no
 * focus: whoever is typing goes on typing.
 */
export const ApprovalPrompt = () => {
  const { data, refetch } = useApprovals()
  const waiting = data?.items.filter(({ state }) => state === 'pending') ?? []
  // What the person has seen stays until they put it away, also when its time is over.
  const [late, setLate] = useState<Approval>()
  const one = late ?? waiting.at(-1)
  return (
    <>
      {/* There before it is filled, so that screen readers hear of it. */}
      <div role="status" className="only-heard">
        {one && `${one.app.name} asks to send a message in ${one.conversation.title}. You find it after the page.`}
      </div>
      {one && (
        <Prompt
          key={one.id}
          approval={one}
          more={waiting.length - (waiting.some(({ id }) => id === one.id) ? 1 : 0)}
          over={() => setLate(one)}
          close={() => {
            setLate(undefined)
            void refetch()
          }}
        />
      )}
    </>
  )
}

type Props = { approval: Approval; more: number; over: () => void; close: () => void }

const Prompt = ({ approval, more, over, close }: Props) => {
  const { id, app, grant, conversation, hadRead } = approval
  const seconds = useSecondsLeft(approval.expiresAt)
  const decide = useDecide()
  const [doing, setDoing] = useState<'approve' | 'deny'>()
  const [error, setError] = useState<unknown>()
  const [shownAt] = useState(nowMs)
  const isOver = seconds === 0 || (error instanceof ApiError && error.code === 'approval_over')
  const keep = useEffectEvent(over)
  useEffect(() => {
    if (isOver) keep()
  }, [isOver])
  const run = async (how: 'approve' | 'deny') => {
    if (nowMs() - shownAt < unpressedMs) return
    setDoing(how)
    setError(undefined)
    try {
      await decide(id, how)
      say(how === 'approve' ? `${app.name} may send this message` : `${app.name} may not send this message`)
      // The pressed button is gone; the keyboard goes on at the page.
      document.getElementById('page')?.focus()
      close()
    } catch (failed) {
      setError(failed)
      setDoing(undefined)
    }
  }
  return (
    <section className="approval" aria-labelledby="approval-title">
      <div className="approval-head">
        <AppMark name={app.name} size="small" />
        <h2 id="approval-title">
          {app.name} wants to write to {conversation.title} in your name
        </h2>
      </div>
      <p className="approval-why">
        Before that it read messages in: {readWords(hadRead)}. What it read may have told it to write this.
      </p>
      <blockquote className="approval-message" tabIndex={0} aria-label="The message">
        {approval.text}
        {approval.card && <MessageCard card={approval.card} />}
      </blockquote>
      {isOver ? (
        <Over close={close} app={app.name} />
      ) : (
        <>
          {error !== undefined && <Notice kind="danger">{reason(error)}</Notice>}
          <div className="approval-actions">
            <Button look="plain" small busy={doing === 'deny'} onClick={() => void run('deny')}>
              Do not send
            </Button>
            <Button look="plain" small busy={doing === 'approve'} onClick={() => void run('approve')}>
              Send it
            </Button>
            <span className="approval-left">
              {timeLeft(seconds)}
              {more > 0 && `, ${more} more`}
            </span>
          </div>
          <Link to={pages.app(grant)} className="approval-more">
            Pause or end {app.name}
          </Link>
        </>
      )}
    </section>
  )
}

const Over = ({ close, app }: { close: () => void; app: string }) => (
  <>
    <Notice>The time to answer is over. {app} has not sent this message.</Notice>
    <div className="approval-actions">
      <Button look="plain" small onClick={close}>
        Close
      </Button>
    </div>
  </>
)

const readWords = ({ conversations, latest }: Approval['hadRead']): string => {
  const names = latest.map(({ title }) => title).join(', ')
  const more = conversations - latest.length
  return `${names}${more > 0 ? ` and ${more} more` : ''}`
}

const timeLeft = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} left`
