// The list of conversations, newest first, with what is unread.
import { MessageCirclePlus, SquarePen, UserRoundPlus } from 'lucide-react'
import { Link } from 'react-router'
import { pages } from '../addresses.ts'
import { buttonClass } from '../ui/button.tsx'
import { MoreButton } from '../ui/more-button.tsx'
import { Empty, Failed, SkeletonRows } from '../ui/states.tsx'
import { ConversationItem } from './conversation-item.tsx'
import { useConversations } from './use-conversations.ts'

export const ConversationList = () => {
  const conversations = useConversations()
  const { items } = conversations
  return (
    <nav className="list-pane" aria-label="Conversations">
      <div className="list-head">
        <h1>Messages</h1>
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

const NoneYet = () => (
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
    Friends can message each other here. Add a friend first, then write.
  </Empty>
)
