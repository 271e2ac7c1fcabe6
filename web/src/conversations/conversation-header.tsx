// The head of a conversation: who it is with, the way back on phones, the way to its details.
import { ArrowLeft, Info } from 'lucide-react'
import { Link } from 'react-router'
import { useMe } from '../account/use-me.ts'
import { pages } from '../addresses.ts'
import type { Conversation } from '../api/shapes.ts'
import { ConnectionState } from '../live/connection-state.tsx'
import { counted } from '../numbers.ts'
import { GroupMark, PersonMark } from '../ui/person-mark.tsx'
import { ReadersLink } from '../readers/readers-link.tsx'
import { Skeleton } from '../ui/states.tsx'
import { otherOf, shownHandle } from './naming.ts'

export const ConversationHeader = ({ conversation, name }: { conversation: Conversation; name: string }) => {
  const me = useMe()
  const other = otherOf(conversation, me.id)
  const details = pages.conversationDetails(conversation.id)
  return (
    <header className="conversation-head">
      <BackToList />
      <Link to={details} className="conversation-who">
        {other ? <PersonMark id={other.id} name={other.name} /> : <GroupMark id={conversation.id} />}
        <span className="conversation-words">
          <h1 className="conversation-name">{name}</h1>
          <span className="quiet small">
            {other ? shownHandle(other) : counted(conversation.members.length, 'member', 'members')}
          </span>
        </span>
      </Link>
      <ConnectionState />
      <ReadersLink conversation={conversation.id} />
      <Link to={details} className="icon-button" aria-label="Details" title="Details">
        <Info size={20} aria-hidden />
      </Link>
    </header>
  )
}

const BackToList = () => (
  <Link to={pages.conversations()} className="icon-button conversation-back" aria-label="All conversations">
    <ArrowLeft size={20} aria-hidden />
  </Link>
)

export const HeaderSkeleton = () => (
  <header className="conversation-head">
    <BackToList />
    <Skeleton kind="title" />
  </header>
)
