// A question that must be answered before something is taken away; says why when it did not work.
import { AlertDialog } from '@base-ui/react/alert-dialog'
import { type ReactNode, useState } from 'react'
import { reason } from '../api/api-error.ts'
import { Button } from './button.tsx'
import './dialog.css'
import { Notice } from './notice.tsx'

type Props = {
  open: boolean
  onClose: () => void
  title: string
  children: ReactNode
  action: string
  danger?: boolean
  onConfirm: () => Promise<unknown>
}

export const ConfirmDialog = ({ open, onClose, title, children, action, danger = true, onConfirm }: Props) => {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const close = () => {
    if (busy) return
    setError(undefined)
    onClose()
  }
  const confirm = async () => {
    setBusy(true)
    setError(undefined)
    try {
      await onConfirm()
      onClose()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && close()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="dialog-veil" />
        <AlertDialog.Popup className="dialog">
          <AlertDialog.Title className="dialog-title">{title}</AlertDialog.Title>
          <AlertDialog.Description className="dialog-text" render={<div />}>
            {children}
          </AlertDialog.Description>
          {error !== undefined && <Notice kind="danger">{reason(error)}</Notice>}
          <div className="dialog-actions">
            <AlertDialog.Close render={<Button look="plain">Cancel</Button>} />
            <Button look={danger ? 'danger' : 'main'} busy={busy} onClick={() => void confirm()}>
              {action}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
