// The list of conversations, newest first, with what is unread.
import { MessageCirclePlus, SquarePen, UserRoundPlus } from 'lucide-react'
import { Link, useMatch } from 'react-router'
import { pages } from '../addresses.ts'
import { useFriends } from '../friends/use-friends.ts'
import { ConnectionState } from '../live/connection-state.tsx'
import { buttonClass } from '../ui/button.tsx'
import { MoreButton } from '../ui/more-button.tsx'
import { Empty, Failed, SkeletonRows } from '../ui/states.tsx'
import { ConversationItem } from './conversation-item.tsx'
import { useConversations } from './use-conversations.ts'

export const ConversationList = () => {
  const conversations = useConversations()
  const { items } = conversations
  // Beside an open conversation its own head says how the connection is.
  const alone = useMatch(pages.conversations()) !== null
  return (
    <nav className="list-pane" aria-label="Conversations">
      <div className="list-head">
        <h1>Messages</h1>
        {alone && <ConnectionState />}
        <Link
          to={pages.newConversation()}
          className="icon-button"
          aria-label="New conversation"
          title="New conversation"
        >
          <SquarePen size={20} aria-hidden />
        </Link>
      </div>
      <div className="list-scroll">
        {conversations.isPending && <SkeletonRows rows={6} />}
        {conversations.error && !items && <Failed error={conversations.error} retry={conversations.refetch} />}
        {items?.length === 0 && <NoneYet />}
        {items && items.length > 0 && (
          <ul>
            {items.map((conversation) => (
              <li key={conversation.id}>
                <ConversationItem conversation={conversation} />
              </li>
            ))}
          </ul>
        )}
        <MoreButton pages={conversations} label="Earlier conversations" />
      </div>
    </nav>
  )
}

const NoneYet = () => {
  const friends = useFriends()
  if (friends.isPending) return <SkeletonRows rows={3} />
  if (friends.items?.length === 0) {
    return (
      <Empty
        icon={MessageCirclePlus}
        title="No conversations yet"
        action={
          <Link to={pages.friends()} className={buttonClass()}>
            <UserRoundPlus size={18} aria-hidden />
            Add friends
          </Link>
        }
      >
        Add a friend first. Then you can write to each other here.
      </Empty>
    )
  }
  return (
    <Empty
      icon={MessageCirclePlus}
      title="No conversations yet"
      action={
        <>
          <Link to={pages.newConversation()} className={buttonClass()}>
            Write to a friend
          </Link>
          <Link to={pages.friends()} className={buttonClass('plain')}>
            <UserRoundPlus size={18} aria-hidden />
            Add friends
          </Link>
        </>
      }
    >
      You and your friends can message each other here.
    </Empty>
  )
}
