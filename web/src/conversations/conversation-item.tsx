// One conversation in the list: with whom, the last message, when, and how many are unread.
import { CircleAlert, Clock } from 'lucide-react'
import { NavLink, useMatch } from 'react-router'
import { useMe } from '../account/use-me.ts'
import { pages } from '../addresses.ts'
import type { Conversation, MessageEvent } from '../api/shapes.ts'
import { AppMark } from '../ui/app-mark.tsx'
import { GroupMark, PersonMark } from '../ui/person-mark.tsx'
import { Time } from '../ui/time.tsx'
import { useDraft } from './drafts.ts'
import { lineOf, nameOf, otherOf } from './naming.ts'
import type { Outgoing } from './outbox.ts'
import { useLastLine } from './use-last-line.ts'

export const ConversationItem = ({ conversation }: { conversation: Conversation }) => {
  const me = useMe()
  const { id, unread, lastAt } = conversation
  const { last, outgoing } = useLastLine(conversation)
  const other = otherOf(conversation, me.id)
  const name = nameOf(conversation, me.id)
  return (
    <NavLink
      to={pages.conversation(id)}
      className={`item ${unread > 0 ? 'item-unread' : last || outgoing ? '' : 'item-empty'}`}
    >
      {other ? <PersonMark id={other.id} name={other.name} /> : <GroupMark id={id} />}
      <span className="item-words">
        <span className="item-top">
          <span className="item-name">{name}</span>
          <span className="item-time">{(last || outgoing) && <Time at={outgoing?.at ?? lastAt} />}</span>
        </span>
        <span className="item-low">
          <LastLine conversation={conversation} me={me.id} last={last} outgoing={outgoing} />
          {unread > 0 && (
            <span className="count">
              {unread > 99 ? '99+' : unread}
              <span className="only-heard"> unread</span>
            </span>
          )}
        </span>
      </span>
    </NavLink>
  )
}

type LineProps = {
  conversation: Conversation
  me: string
  last: MessageEvent | undefined
  outgoing: Outgoing | undefined
}
const LastLine = ({ conversation, me, last, outgoing }: LineProps) => {
  const draft = useDraft(me, conversation.id)
  const open = useMatch(pages.conversation(conversation.id)) !== null
  if (outgoing) return <OutgoingLine message={outgoing} />
  if (draft && !open) {
    return (
      <span className="item-line">
        <span className="item-draft">Draft: </span>
        {draft}
      </span>
    )
  }
  if (!last) return <span className="item-line">No messages yet</span>
  const writer =
    last.person === me ? 'You: ' : conversation.kind === 'group' ? `${firstName(conversation, last.person)}: ` : ''
  return (
    <>
      {last.via && (
        <span title={`via ${last.via.name}`}>
          <AppMark name={last.via.name} size="tiny" />
        </span>
      )}
      <span className="item-line">
        {writer}
        {lineOf(last)}
      </span>
    </>
  )
}

const OutgoingLine = ({ message: { state, text } }: { message: Outgoing }) => {
  const refused = state === 'refused'
  const Icon = refused ? CircleAlert : Clock
  return (
    <>
      <Icon size={14} className={refused ? 'item-draft' : ''} aria-hidden />
      <span className="item-line">
        {refused ? <span className="item-draft">Not sent: </span> : 'You: '}
        {text}
      </span>
    </>
  )
}

const firstName = (conversation: Conversation, person: string): string =>
  conversation.members.find((one) => one.id === person)?.name.split(/\s+/)[0] ?? 'Former member'
