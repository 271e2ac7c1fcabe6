// A round button with an icon; its label is read aloud and shown on hover.
import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import './button.css'

type Props = Omit<ComponentProps<'button'>, 'children'> & { label: string; icon: LucideIcon; size?: number }

export const IconButton = ({ label, icon: Icon, size = 20, className, ...rest }: Props) => (
  <button
    type="button"
    {...rest}
    aria-label={label}
    title={label}
    className={['icon-button', className].filter(Boolean).join(' ')}
  >
    <Icon size={size} aria-hidden />
  </button>
)
