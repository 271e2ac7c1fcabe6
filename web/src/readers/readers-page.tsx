// The apps of one conversation: who connected them, what they may do, and what one keeps from them.
import { EyeOff } from 'lucide-react'
import { useParams } from 'react-router'
import { useMe } from '../account/use-me.ts'
import { pages } from '../addresses.ts'
import { ApiError } from '../api/api-error.ts'
import type { Conversation, Readers } from '../api/shapes.ts'
import { nameOf } from '../conversations/naming.ts'
import { useConversation } from '../conversations/use-conversations.ts'
import { SaveReceipts } from '../evidence/save-receipts.tsx'
import { Page } from '../ui/page.tsx'
import { Empty, Failed, SkeletonRows } from '../ui/states.tsx'
import { AppHereCard } from './app-here-card.tsx'
import { ClosedGroup } from './closed-group.tsx'
import { MyWords } from './my-words.tsx'
import { appsOf, canRead } from './reader-words.ts'
import './readers.css'
import { useReaders } from './use-readers.ts'

export const ReadersPage = () => {
  const { id = '' } = useParams()
  const conversation = useConversation(id)
  const readers = useReaders(id, { watch: true })
  const error = conversation.error ?? readers.error
  const back = { to: pages.conversation(id), label: 'Back to the conversation' }
  if (conversation.data && readers.data)
    return <Here key={id} conversation={conversation.data} readers={readers.data} back={back} />
  return (
    <Page title="Apps here" back={back}>
      {error instanceof ApiError && error.status === 404 ? (
        <Empty icon={EyeOff} title="This conversation is not there">
          You may have left it, or the link is wrong.
        </Empty>
      ) : error ? (
        <Failed error={error} retry={() => Promise.all([conversation.refetch(), readers.refetch()])} />
      ) : (
        <SkeletonRows rows={2} round={false} />
      )}
    </Page>
  )
}

type HereProps = { conversation: Conversation; readers: Readers; back: { to: string; label: string } }

const Here = ({ conversation, readers, back }: HereProps) => {
  const me = useMe()
  const apps = appsOf(readers)
  return (
    <Page title="Apps here" lead={`${canRead(readers)} ${leadWords(conversation, me.id)}`} back={back}>
      {readers.closed && <ClosedGroup conversation={conversation.id} closed={readers.closed} />}
      {apps.length === 0 ? (
        <p className="panel panel-pad quiet">
          No app is connected to this conversation. When somebody connects one, it is listed here.
        </p>
      ) : (
        <ul className="readers-list" aria-label="Apps here">
          {apps.map((one) => (
            <AppHereCard
              key={one.app.id}
              here={one}
              conversation={conversation.id}
              closed={readers.closed !== undefined}
            />
          ))}
        </ul>
      )}
      {readers.more && (
        <p className="quiet small">There are more permissions than the newest 100, which are listed here.</p>
      )}
      <MyWords conversation={conversation.id} kept={readers.kept} />
      {conversation.kind === 'group' && !readers.closed && (
        <ClosedGroup conversation={conversation.id} closed={undefined} />
      )}
      <SaveReceipts place={conversation.id} name="conversation" />
    </Page>
  )
}

const leadWords = (conversation: Conversation, me: string): string =>
  conversation.kind === 'direct'
    ? `in your conversation with ${nameOf(conversation, me)}. Each of you can connect apps, and hide their own messages from them.`
    : `in ${nameOf(conversation, me)}. Each member can connect apps, and hide their own messages from them.`
