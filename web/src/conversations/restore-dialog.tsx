// Asks before a message that an app deleted stands in the conversation again.
import { api } from '../addresses.ts'
import { call } from '../api/call.ts'
import type { MessageEvent, Undone } from '../api/shapes.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'

type Props = { message: MessageEvent | undefined; conversation: string; close: () => void }

export const RestoreDialog = ({ message, conversation, close }: Props) => {
  const via = message?.deleted?.via
  const restore = async () =>
    message && via && call<Undone>('POST', api.undo(via.app), { what: 'deleted', conversation, message: message.id })
  return (
    <ConfirmDialog
      open={message !== undefined}
      onClose={close}
      title="Restore this message?"
      action="Restore"
      danger={false}
      onConfirm={restore}
    >
      <p>It stands here again, as you wrote it. Everybody in this conversation can read it.</p>
      <p>They see that you restored a message that {via?.name ?? 'an app'} had deleted.</p>
    </ConfirmDialog>
  )
}
