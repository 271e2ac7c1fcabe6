// One message in a conversation: bubble, card, quote, who wrote it and through which app, and what can be done with it.
import { Ban } from 'lucide-react'
import type { ReactNode } from 'react'
import type { MessageEvent } from '../api/shapes.ts'
import { exactTime } from '../clock.ts'
import { ActionMenu, type MenuAction } from '../ui/action-menu.tsx'
import { PersonMark } from '../ui/person-mark.tsx'
import { Time } from '../ui/time.tsx'
import { ViaLabel } from '../ui/via-label.tsx'
import { MessageCard } from './cards/message-card.tsx'
import { MessageText } from './message-text.tsx'
import './message.css'

type Props = {
  message: MessageEvent
  mine: boolean
  first: boolean
  last: boolean
  /** Groups say who wrote. */
  group: boolean
  name: (person: string) => string
  quote?: ReactNode
  actions: MenuAction[]
  /** Only one message of the list is in the tab order; arrow keys move to the others. */
  current: boolean
  flash: boolean
  /** The newest of all, written here: it says that it was sent. */
  newest: boolean
}

export const MessageItem = ({
  message,
  mine,
  first,
  last,
  group,
  name,
  quote,
  actions,
  current,
  flash,
  newest
}: Props) => {
  const others = group && !mine
  const classes = [
    'message',
    mine ? 'message-mine' : 'message-theirs',
    first && 'message-first',
    last && 'message-last',
    others && 'message-marked',
    flash && 'message-flash'
  ]
  return (
    <li className={classes.filter(Boolean).join(' ')} data-message={message.id} tabIndex={current ? 0 : -1}>
      {others && (
        <span className="message-mark">
          {last && <PersonMark id={message.person} name={name(message.person)} size="small" />}
        </span>
      )}
      <div className="message-body">
        {others && first ? (
          <span className="message-name">{name(message.person)}</span>
        ) : (
          <span className="only-heard">{name(message.person)}:</span>
        )}
        <div className="message-line">
          {message.deleted ? (
            <Tombstone message={message} deleted={message.deleted} name={name} />
          ) : (
            <Bubble message={message} quote={quote} />
          )}
          {actions.length > 0 && (
            <ActionMenu
              label={`Actions for the message of ${exactTime(message.at)}`}
              actions={actions}
              className="message-menu"
              tabIndex={current ? 0 : -1}
              align={mine ? 'end' : 'start'}
            />
          )}
        </div>
        {last && (
          <span className="message-foot">
            <Time at={message.at} as="clock" />
            {newest && mine && !message.via && !message.deleted && <span>Sent</span>}
          </span>
        )}
      </div>
    </li>
  )
}

const Bubble = ({ message, quote }: { message: MessageEvent; quote?: ReactNode }) => (
  <div className={message.via ? 'bubble bubble-via' : 'bubble'} title={exactTime(message.at)}>
    {message.via && <ViaLabel name={message.via.name} />}
    {quote}
    {message.card && <MessageCard card={message.card} />}
    {message.text && <MessageText text={message.text} />}
  </div>
)

type TombstoneProps = {
  message: MessageEvent
  deleted: NonNullable<MessageEvent['deleted']>
  name: (person: string) => string
}
const Tombstone = ({ message, deleted, name }: TombstoneProps) => (
  <div className="bubble bubble-gone" title={exactTime(deleted.at)}>
    <Ban size={16} aria-hidden />
    <span>
      {deleted.takenBack && message.via
        ? `${name(deleted.by)} took back what ${message.via.name} wrote`
        : `${name(deleted.by)} deleted this message`}
    </span>
    {deleted.via && <ViaLabel name={deleted.via.name} />}
  </div>
)
