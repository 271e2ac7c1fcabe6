// One conversation: header, messages, compose box.
import { MessageCircleOff } from 'lucide-react'
import { Link, useParams } from 'react-router'
import { useMe } from '../account/use-me.ts'
import { pages } from '../addresses.ts'
import { ApiError } from '../api/api-error.ts'
import type { Conversation } from '../api/shapes.ts'
import { usePageTitle } from '../shell/page-title.ts'
import { buttonClass } from '../ui/button.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { ConversationHeader, HeaderSkeleton } from './conversation-header.tsx'
import './conversation-page.css'
import { ConversationView } from './conversation-view.tsx'
import { MessagesSkeleton, RetryTimeline } from './messages-skeleton.tsx'
import { nameOf } from './naming.ts'
import { useConversation } from './use-conversations.ts'
import { useTimeline } from './use-timeline.ts'

export const ConversationPage = () => {
  const { id = '' } = useParams()
  const conversation = useConversation(id)
  const gone = conversation.error instanceof ApiError && conversation.error.status === 404
  if (conversation.data) return <Opened key={id} conversation={conversation.data} />
  return (
    <section className="conversation" aria-label="Conversation">
      <HeaderSkeleton />
      {conversation.isPending && <MessagesSkeleton />}
      {gone && (
        <Empty
          icon={MessageCircleOff}
          title="This conversation is not there"
          wholePage
          action={
            <Link to={pages.conversations()} className={buttonClass('plain')}>
              All conversations
            </Link>
          }
        >
          You may have left it, or the link is wrong.
        </Empty>
      )}
      {conversation.error && !gone && <Failed error={conversation.error} retry={conversation.refetch} />}
    </section>
  )
}

const Opened = ({ conversation }: { conversation: Conversation }) => {
  const me = useMe()
  const name = nameOf(conversation, me.id)
  usePageTitle(name)
  const { view, outgoing } = useTimeline(conversation.id)
  return (
    <section className="conversation" aria-label={`Conversation with ${name}`}>
      <ConversationHeader conversation={conversation} name={name} />
      {view.timeline ? (
        <ConversationView
          conversation={conversation}
          timeline={view.timeline}
          view={view}
          outgoing={outgoing}
          name={name}
        />
      ) : view.error !== undefined ? (
        <RetryTimeline id={conversation.id} error={view.error} />
      ) : (
        <MessagesSkeleton />
      )}
    </section>
  )
}
