// Two panes on wide screens, the list and the open conversation; one of them on narrow ones.
import { MessagesSquare } from 'lucide-react'
import { Suspense } from 'react'
import { Outlet, useLocation, useMatch } from 'react-router'
import { pages } from '../addresses.ts'
import { PageSkeleton } from '../shell/page-skeleton.tsx'
import { usePageTitle } from '../shell/page-title.ts'
import { Empty } from '../ui/states.tsx'
import { ConversationList } from './conversation-list.tsx'
import { HeaderSkeleton } from './conversation-header.tsx'
import './conversation-page.css'
import './conversations-layout.css'
import { MessagesSkeleton } from './messages-skeleton.tsx'
import { useConversations } from './use-conversations.ts'

export const ConversationsLayout = () => {
  const { pathname } = useLocation()
  const listOnly = useMatch(pages.conversations()) !== null
  return (
    <div className={listOnly ? 'panes panes-list' : 'panes panes-open'}>
      <ConversationList />
      <div className="pane">
        <Suspense key={pathname} fallback={<PaneSkeleton />}>
          <Outlet />
        </Suspense>
      </div>
    </div>
  )
}

const PaneSkeleton = () => {
  const conversation = useMatch('/conversations/:id')
  if (!conversation || conversation.params.id?.startsWith('new')) return <PageSkeleton />
  return (
    <div className="conversation">
      <HeaderSkeleton />
      <MessagesSkeleton />
    </div>
  )
}

export const NoConversation = () => {
  usePageTitle('Messages')
  const { items } = useConversations()
  if (!items) return <div className="pane-empty" />
  const none = items.length === 0
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
