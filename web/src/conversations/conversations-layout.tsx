// Two panes on wide screens, the list and the open conversation; one of them on narrow ones.
import { MessagesSquare } from 'lucide-react'
import { Outlet, useMatch } from 'react-router'
import { pages } from '../addresses.ts'
import { usePageTitle } from '../shell/page-title.ts'
import { Empty } from '../ui/states.tsx'
import { ConversationList } from './conversation-list.tsx'
import './conversations-layout.css'

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
  return (
    <div className="pane-empty">
      <Empty icon={MessagesSquare} title="Choose a conversation">
        Pick one on the left, or start a new one.
      </Empty>
    </div>
  )
}
