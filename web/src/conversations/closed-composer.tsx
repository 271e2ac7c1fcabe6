// In place of the compose box when the two people of a conversation are not friends now.
import { useMutation } from '@tanstack/react-query'
import { useMe } from '../account/use-me.ts'
import { api } from '../addresses.ts'
import { reason } from '../api/api-error.ts'
import { call } from '../api/call.ts'
import type { Conversation } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { otherOf } from './naming.ts'

export const ClosedComposer = ({ conversation }: { conversation: Conversation }) => {
  const me = useMe()
  const other = otherOf(conversation, me.id)
  const ask = useMutation({ mutationFn: (handle: string) => call('POST', api.askFriend(), { handle }) })
  if (!other) return <p className="composer-closed">You cannot write here.</p>
  if (other.closed) return <p className="composer-closed">This account was closed, so you cannot write here.</p>
  return (
    <div className="composer-closed" role="status">
      {ask.error
        ? reason(ask.error)
        : ask.isSuccess
          ? `${other.name} gets your request.`
          : `You and ${other.name} are not friends now, so you cannot write here.`}
      {!ask.isSuccess && (
        <Button look="plain" small busy={ask.isPending} onClick={() => ask.mutate(other.handle)}>
          Ask to be friends
        </Button>
      )}
    </div>
  )
}
