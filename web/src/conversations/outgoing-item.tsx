// A message on its way out: sending, waiting for the connection, or not sent with the reason and what to do.
import { CircleAlert, Clock } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApiError, reason } from '../api/api-error.ts'
import { Button } from '../ui/button.tsx'
import { MessageText } from './message-text.tsx'
import './message.css'
import type { Outgoing } from './outbox.ts'

type Props = {
  message: Outgoing
  held: boolean
  first: boolean
  last: boolean
  quote?: ReactNode
  again: () => void
  drop: () => void
}

export const OutgoingItem = ({ message, held, first, last, quote, again, drop }: Props) => {
  const stuck = held || message.state === 'refused'
  return (
    <li className={`message message-mine ${first ? 'message-first' : ''} ${last ? 'message-last' : ''}`}>
      <div className="message-body">
        <span className="only-heard">You:</span>
        <div className="message-line">
          <div className={stuck ? 'bubble bubble-stuck' : 'bubble bubble-sending'}>
            {quote}
            <MessageText text={message.text} />
          </div>
        </div>
        {message.state === 'refused' ? (
          <div className="message-foot message-foot-stuck" role="alert">
            <span className="message-stuck">
              <CircleAlert size={14} aria-hidden />
              Not sent. {reason(message.error)}
            </span>
            <Button look="quiet" small onClick={again}>
              Try again
            </Button>
            <Button look="quiet" small onClick={drop}>
              Remove
            </Button>
          </div>
        ) : !last ? null : held ? (
          <div className="message-foot message-foot-stuck" role="status">
            <span>
              <Clock size={14} aria-hidden />
              {waitingWords(message.error)}
            </span>
            <Button look="quiet" small onClick={again}>
              Try now
            </Button>
          </div>
        ) : (
          <span className="message-foot">
            <Clock size={12} aria-hidden />
            Sending
          </span>
        )}
      </div>
    </li>
  )
}

const waitingWords = (error: unknown): string =>
  error instanceof ApiError && error.code === 'rate_limited'
    ? 'That was a lot at once. It goes out in a moment'
    : 'Waiting for the connection'
