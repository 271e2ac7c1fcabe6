// Asks before an app may have again what one kept from it.
import type { App, Reader } from '../api/shapes.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { say } from '../ui/toasts.tsx'
import { useKeeping } from './use-readers.ts'

type Props = { open: boolean; app: App; conversation: string; kept: Reader['kept']; close: () => void }

export const AllowDialog = ({ open, app, conversation, kept, close }: Props) => {
  const { allow } = useKeeping()
  const confirm = async () => {
    await allow(...(kept.here ? [{ app: app.id, conversation }] : []), ...(kept.everywhere ? [{ app: app.id }] : []))
    say(`${app.name} may have what you wrote again`)
  }
  return (
    <ConfirmDialog
      open={open}
      onClose={close}
      title={`Let ${app.name} have it again?`}
      action="Let it have it"
      danger={false}
      onConfirm={confirm}
    >
      <p>
        {app.name} can then read what you wrote {kept.everywhere ? 'in all your conversations' : 'here'}, as far as the
        permissions of you and your friends reach. That goes for the messages you wrote in the meantime too.
      </p>
    </ConfirmDialog>
  )
}
