// Everything about one conversation that is not a message: who is in it, its title, apps that reach it, leaving it.
import { useParams } from 'react-router'
import { useMe } from '../account/use-me.ts'
import { pages } from '../addresses.ts'
import type { Conversation } from '../api/shapes.ts'
import { Page } from '../ui/page.tsx'
import { GroupMark, PersonMark } from '../ui/person-mark.tsx'
import { Failed, SkeletonRows } from '../ui/states.tsx'
import { AppsHere } from './apps-here.tsx'
import { DirectDetails } from './direct-details.tsx'
import { GroupDetails } from './group-details.tsx'
import { nameOf, otherOf, shownHandle } from './naming.ts'
import { useConversation } from './use-conversations.ts'

export const ConversationDetailsPage = () => {
  const { id = '' } = useParams()
  const conversation = useConversation(id)
  const back = { to: pages.conversation(id), label: 'Back to the conversation' }
  if (conversation.data) return <Details key={id} conversation={conversation.data} back={back} />
  return (
    <Page title="Details" back={back}>
      {conversation.isPending ? (
        <SkeletonRows rows={3} />
      ) : (
        <Failed error={conversation.error} retry={conversation.refetch} />
      )}
    </Page>
  )
}

const Details = ({ conversation, back }: { conversation: Conversation; back: { to: string; label: string } }) => {
  const me = useMe()
  const other = otherOf(conversation, me.id)
  const name = nameOf(conversation, me.id)
  return (
    <Page
      title={name}
      lead={other ? shownHandle(other) : 'Group'}
      back={back}
      mark={
        other ? (
          <PersonMark id={other.id} name={other.name} size="large" />
        ) : (
          <GroupMark id={conversation.id} size="large" />
        )
      }
    >
      {conversation.kind === 'group' && <GroupDetails conversation={conversation} />}
      <AppsHere conversation={conversation.id} />
      {other && !other.closed && <DirectDetails person={other} />}
    </Page>
  )
}
