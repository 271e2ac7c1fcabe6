// Asks before an app may read again what was hidden from it.
import type { App, Reader } from '../api/shapes.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { say } from '../ui/toasts.tsx'
import { useKeeping } from './use-readers.ts'

type Props = { open: boolean; app: App; conversation: string; kept: Reader['kept']; close: () => void }

export const AllowDialog = ({ open, app, conversation, kept, close }: Props) => {
  const { allow } = useKeeping(conversation)
  const confirm = async () => {
    await allow(...(kept.here ? [{ app: app.id, conversation }] : []), ...(kept.everywhere ? [{ app: app.id }] : []))
    say(`${app.name} can read your messages again`)
  }
  return (
    <ConfirmDialog
      open={open}
      onClose={close}
      title={`Let ${app.name} read your messages again?`}
      action="Let it read"
      danger={false}
      onConfirm={confirm}
    >
      <p>
        It can then read what you wrote {kept.everywhere ? 'in all your conversations' : 'here'}, also while it was
        hidden, as far as its permissions reach.
      </p>
    </ConfirmDialog>
  )
}
