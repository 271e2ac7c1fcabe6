// A dialog with a small form: fields, a reason when it was refused, cancel and one action.
import { Dialog } from '@base-ui/react/dialog'
import { type SubmitEvent, type ReactNode, useState } from 'react'
import { reason } from '../api/api-error.ts'
import { Button } from './button.tsx'
import './dialog.css'
import { Notice } from './notice.tsx'

type Props = {
  open: boolean
  onClose: () => void
  title: string
  about?: ReactNode
  children: ReactNode
  action: string
  ready?: boolean
  danger?: boolean
  onSubmit: () => Promise<unknown>
}

export const FormDialog = ({
  open,
  onClose,
  title,
  about,
  children,
  action,
  ready = true,
  danger = false,
  onSubmit
}: Props) => {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const close = () => {
    if (busy) return
    setError(undefined)
    onClose()
  }
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (busy || !ready) return
    setBusy(true)
    setError(undefined)
    try {
      await onSubmit()
      onClose()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-veil" />
        <Dialog.Popup className="dialog">
          <Dialog.Title className="dialog-title">{title}</Dialog.Title>
          {about && (
            <Dialog.Description className="dialog-text" render={<div />}>
              {about}
            </Dialog.Description>
          )}
          <form className="dialog-form" onSubmit={(event) => void submit(event)}>
            {children}
            {error !== undefined && <Notice kind="danger">{reason(error)}</Notice>}
            <div className="dialog-actions">
              <Dialog.Close render={<Button look="plain">Cancel</Button>} />
              <Button type="submit" look={danger ? 'danger' : 'main'} busy={busy} disabled={!ready}>
                {action}
              </Button>
            </div>
          </form>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
