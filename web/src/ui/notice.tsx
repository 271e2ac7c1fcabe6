// A framed sentence inside a page: a refusal, a success, or something to know; a refusal is announced at once.
import { CircleAlert, CircleCheck, Info } from 'lucide-react'
import type { ReactNode } from 'react'
import './notice.css'

const icons = { info: Info, danger: CircleAlert, good: CircleCheck }

export const Notice = ({
  kind = 'info',
  children,
  action
}: {
  kind?: keyof typeof icons
  children: ReactNode
  action?: ReactNode
}) => {
  const Icon = icons[kind]
  return (
    <div
      className={`notice notice-${kind}`}
      role={kind === 'danger' ? 'alert' : kind === 'good' ? 'status' : undefined}
    >
      <Icon size={18} aria-hidden />
      <div className="notice-text">{children}</div>
      {action}
    </div>
  )
}
