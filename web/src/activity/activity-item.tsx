// One line of Activity: which app did what, when, which messages it touched, and whether the log says so too.
import { Collapsible } from '@base-ui/react/collapsible'
import {
  BookOpen,
  Check,
  CirclePause,
  CirclePlay,
  ChevronDown,
  Eye,
  EyeOff,
  Handshake,
  List,
  Lock,
  LockOpen,
  type LucideIcon,
  Minimize2,
  PenLine,
  ShieldOff,
  TimerOff,
  Trash2,
  Undo2,
  X
} from 'lucide-react'
import { Link } from 'react-router'
import { pages } from '../addresses.ts'
import type { Activity } from '../api/shapes.ts'
import { LineCheck } from '../evidence/line-check.tsx'
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
  pause: CirclePause,
  resume: CirclePlay,
  revoke: ShieldOff,
  end: TimerOff,
  undo: Undo2,
  approve: Check,
  deny: X,
  withhold: EyeOff,
  allow: Eye,
  close: Lock,
  reopen: LockOpen
}

export const ActivityItem = ({ item }: { item: Activity }) => {
  const Icon = icons[item.kind]
  return (
    <li className="activity">
      <span className="activity-mark">
        {item.app ? (
          <>
            <AppMark name={item.app.name} />
            <span className={`activity-kind activity-${item.kind}`}>
              <Icon size={13} strokeWidth={2.25} aria-hidden />
            </span>
          </>
        ) : (
          <span className="mark mark-medium activity-own">
            <Icon size={20} aria-hidden />
          </span>
        )}
      </span>
      <div className="activity-words">
        <LineCheck
          item={item}
          sentence={asSentence(item.sentence)}
          facts={
            <>
              <Time at={item.at} as="clock" />
              {item.conversation && <Link to={pages.conversation(item.conversation.id)}>Conversation</Link>}
              {item.grant && <Link to={pages.app(item.grant)}>Permission</Link>}
            </>
          }
        >
          {item.count === 1 ? <OneTouched item={item} /> : item.messages.length > 0 && <Touched item={item} />}
        </LineCheck>
      </div>
    </li>
  )
}

type Message = Activity['messages'][number]

const Words = ({ message: { person, excerpt } }: { message: Message }) =>
  excerpt ? (
    <>
      {person && <strong>{person.name}: </strong>}
      {excerpt}
    </>
  ) : (
    <span className="quiet">{person ? `${person.name}: ` : ''}a message that is gone now</span>
  )

/** One message needs no button to show it; what an app deleted has no words left, and the sentence says so already. */
const OneTouched = ({ item: { kind, messages } }: { item: Activity }) => {
  const [message] = messages
  if (!message || (kind === 'delete' && !message.excerpt)) return null
  return (
    <p className="touched-one touched-alone">
      <Words message={message} />
    </p>
  )
}

/** The sentence above has the number. */
const Touched = ({ item: { messages, count } }: { item: Activity }) => (
  <Collapsible.Root className="touched">
    <Collapsible.Trigger className="touched-button">
      <ChevronDown size={16} aria-hidden />
      Messages
    </Collapsible.Trigger>
    <Collapsible.Panel className="touched-list">
      <ul>
        {messages.map((message) => (
          <li key={message.id} className="touched-one">
            <Words message={message} />
          </li>
        ))}
        {count > messages.length && (
          <li className="quiet">and {counted(count - messages.length, 'other', 'others')}</li>
        )}
      </ul>
    </Collapsible.Panel>
  </Collapsible.Root>
)
