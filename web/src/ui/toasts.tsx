// Short words at the lower edge after something was done; they go by themselves.
import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import './toasts.css'

export const toasts = Toast.createToastManager()

/** Says that something was done. */
export const say = (title: string): void => void toasts.add({ title, timeout: 4000 })

export const Toasts = () => (
  <Toast.Provider toastManager={toasts} limit={2}>
    <Toast.Portal>
      <Toast.Viewport className="toasts">
        <ToastList />
      </Toast.Viewport>
    </Toast.Portal>
  </Toast.Provider>
)

const ToastList = () =>
  Toast.useToastManager().toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className="toast" swipeDirection={['down', 'right']}>
      <Toast.Content className="toast-content">
        <Toast.Title className="toast-title" render={<div />} />
        <Toast.Close className="toast-close" aria-label="Dismiss">
          <X size={16} aria-hidden />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ))
