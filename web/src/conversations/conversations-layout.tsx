// Two panes on wide screens, the list and the open conversation; one of them on narrow ones.
import { MessagesSquare } from 'lucide-react'
import { Outlet, useMatch } from 'react-router'
import { pages } from '../addresses.ts'
import { usePageTitle } from '../shell/page-title.ts'
import { Empty } from '../ui/states.tsx'
import { ConversationList } from './conversation-list.tsx'
import './conversations-layout.css'
import { useConversations } from './use-conversations.ts'

export const ConversationsLayout = () => {
  const listOnly = useMatch(pages.conversations()) !== null
  return (
    <div className={listOnly ? 'panes panes-list' : 'panes panes-open'}>
      <ConversationList />
      <div className="pane">
        <Outlet />
      </div>
    </div>
  )
}

export const NoConversation = () => {
  usePageTitle('Messages')
  const none = useConversations().items?.length === 0
  return (
    <div className="pane-empty">
      <Empty icon={MessagesSquare} title={none ? 'Your conversations open here' : 'Choose a conversation'}>
        {none
          ? 'Everything you and your friends write stays in order, on every device.'
          : 'Pick one on the left, or start a new one.'}
      </Empty>
    </div>
  )
}
