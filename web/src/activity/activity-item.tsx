// One line of Activity: which app did what, when, and which messages it touched.
import { Collapsible } from '@base-ui/react/collapsible'
import {
  BookOpen,
  ChevronDown,
  Handshake,
  List,
  type LucideIcon,
  Minimize2,
  PenLine,
  ShieldOff,
  TimerOff,
  Trash2
} from 'lucide-react'
import { Link } from 'react-router'
import { pages } from '../addresses.ts'
import type { Activity } from '../api/shapes.ts'
import { counted } from '../numbers.ts'
import { AppMark } from '../ui/app-mark.tsx'
import { asSentence } from '../ui/as-sentence.ts'
import { Time } from '../ui/time.tsx'

const icons: Record<Activity['kind'], LucideIcon> = {
  list: List,
  read: BookOpen,
  write: PenLine,
  delete: Trash2,
  give: Handshake,
  narrow: Minimize2,
  revoke: ShieldOff,
  end: TimerOff
}

export const ActivityItem = ({ item }: { item: Activity }) => {
  const Icon = icons[item.kind]
  return (
    <li className="activity">
      <span className="activity-mark">
        {item.app ? <AppMark name={item.app.name} /> : <span className="mark mark-medium" />}
        <span className={`activity-kind activity-${item.kind}`}>
          <Icon size={13} strokeWidth={2.25} aria-hidden />
        </span>
      </span>
      <div className="activity-words">
        <span>{asSentence(item.sentence)}</span>
        <span className="quiet small activity-facts">
          <Time at={item.at} as="clock" />
          {item.conversation && <Link to={pages.conversation(item.conversation.id)}>{item.conversation.title}</Link>}
          {item.grant && <Link to={pages.app(item.grant)}>Permission</Link>}
        </span>
        {item.messages.length > 0 && <Touched item={item} />}
      </div>
    </li>
  )
}

const Touched = ({ item: { messages, count } }: { item: Activity }) => (
  <Collapsible.Root className="touched">
    <Collapsible.Trigger className="touched-button">
      <ChevronDown size={16} aria-hidden />
      {counted(count, 'message', 'messages')}
    </Collapsible.Trigger>
    <Collapsible.Panel className="touched-list">
      <ul>
        {messages.map((message) => (
          <li key={message.id} className="touched-one">
            {message.excerpt ? (
              <>
                {message.person && <strong>{message.person.name}: </strong>}
                {message.excerpt}
              </>
            ) : (
              <span className="quiet">
                {message.person ? `${message.person.name}: ` : ''}a message that is gone now
              </span>
            )}
          </li>
        ))}
        {count > messages.length && (
          <li className="quiet">and {counted(count - messages.length, 'other', 'others')}</li>
        )}
      </ul>
    </Collapsible.Panel>
  </Collapsible.Root>
)
