// Short words at the upper edge after something was done; they go by themselves, or with the page they were said on.
import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import { nowMs } from '../clock.ts'
import './toasts.css'

export const toasts = Toast.createToastManager()

const shownMs = 4000
// What was said this short a time ago belongs to the step that leads to the next page.
const stepMs = 1000
const saidAt = new Map<string, number>()

/** Says that something was done. */
export const say = (title: string): void => {
  const id: string = toasts.add({ title, timeout: shownMs, onRemove: () => saidAt.delete(id) })
  saidAt.set(id, nowMs())
}

/** Takes away what was said on the page that one leaves. */
export const leaveToasts = (): void => {
  for (const [id, at] of saidAt) if (nowMs() - at > stepMs) toasts.close(id)
}

export const Toasts = () => (
  <Toast.Provider toastManager={toasts} limit={1}>
    <Toast.Portal>
      <Toast.Viewport className="toasts">
        <ToastList />
      </Toast.Viewport>
    </Toast.Portal>
  </Toast.Provider>
)

const ToastList = () =>
  Toast.useToastManager().toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className="toast" swipeDirection={['up', 'right']}>
      <Toast.Content className="toast-content">
        <Toast.Title className="toast-title" render={<div />} />
        <Toast.Close className="toast-close" aria-label="Dismiss">
          <X size={16} aria-hidden />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ))
