// One conversation in the list: with whom, the last message, when, and how many are unread.
import { NavLink, useMatch } from 'react-router'
import { useMe } from '../account/use-me.ts'
import { pages } from '../addresses.ts'
import type { Conversation } from '../api/shapes.ts'
import { AppMark } from '../ui/app-mark.tsx'
import { GroupMark, PersonMark } from '../ui/person-mark.tsx'
import { Time } from '../ui/time.tsx'
import { useDraft } from './drafts.ts'
import { lineOf, nameOf, otherOf } from './naming.ts'

export const ConversationItem = ({ conversation }: { conversation: Conversation }) => {
  const me = useMe()
  const { id, unread, lastAt } = conversation
  const other = otherOf(conversation, me.id)
  const name = nameOf(conversation, me.id)
  return (
    <NavLink to={pages.conversation(id)} className={unread > 0 ? 'item item-unread' : 'item'}>
      {other ? <PersonMark id={other.id} name={other.name} /> : <GroupMark id={id} />}
      <span className="item-words">
        <span className="item-top">
          <span className="item-name">{name}</span>
          <span className="item-time">
            <Time at={lastAt} />
          </span>
        </span>
        <span className="item-low">
          <LastLine conversation={conversation} me={me.id} />
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

const LastLine = ({ conversation, me }: { conversation: Conversation; me: string }) => {
  const draft = useDraft(me, conversation.id)
  const open = useMatch(pages.conversation(conversation.id)) !== null
  const { last } = conversation
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

const firstName = (conversation: Conversation, person: string): string =>
  conversation.members.find((one) => one.id === person)?.name.split(/\s+/)[0] ?? 'Former member'
