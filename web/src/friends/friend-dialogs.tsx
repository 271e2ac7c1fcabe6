// The questions before a friendship ends.
import { useQueryClient } from '@tanstack/react-query'
import { api } from '../addresses.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import type { Person } from '../api/shapes.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { say } from '../ui/toasts.tsx'

type Props = { person: Person | undefined; close: () => void }

const useReload = () => {
  const client = useQueryClient()
  return () =>
    Promise.all(
      [keys.anyFriends, keys.conversations, keys.anyConversation].map((queryKey) =>
        client.invalidateQueries({ queryKey })
      )
    )
}

export const UnfriendDialog = ({ person, close }: Props) => {
  const reload = useReload()
  const unfriend = async () => {
    if (!person) return
    await call('DELETE', api.friend(person.id))
    await reload()
    say(`You and ${person.name} are no longer friends`)
  }
  return (
    <ConfirmDialog
      open={person !== undefined}
      onClose={close}
      title={`Unfriend ${person?.name ?? ''}?`}
      action="Unfriend"
      onConfirm={unfriend}
    >
      You can no longer write to each other. What you wrote so far stays. {person?.name} is not told.
    </ConfirmDialog>
  )
}

export const BlockDialog = ({ person, close }: Props) => {
  const reload = useReload()
  const block = async () => {
    if (!person) return
    await call('PUT', api.block(person.id))
    await reload()
    say(`${person.name} is blocked`)
  }
  return (
    <ConfirmDialog
      open={person !== undefined}
      onClose={close}
      title={`Block ${person?.name ?? ''}?`}
      action="Block"
      onConfirm={block}
    >
      {person?.name} can no longer find you, ask to be friends or write to you. If you are friends, that ends.{' '}
      {person?.name} is not told. You can unblock them under Friends.
    </ConfirmDialog>
  )
}
