// A button that does something; while it is busy it keeps its width and cannot be pressed again.
import type { ComponentProps } from 'react'
import './button.css'

export type Look = 'main' | 'plain' | 'quiet' | 'danger' | 'danger-quiet'
type Props = ComponentProps<'button'> & { look?: Look; small?: boolean; wide?: boolean; busy?: boolean }

export const Button = ({ look = 'main', small, wide, busy, className, onClick, type = 'button', ...rest }: Props) => (
  <button
    {...rest}
    type={type}
    aria-busy={busy || undefined}
    onClick={busy ? (event) => event.preventDefault() : onClick}
    className={[buttonClass(look, small, wide), className].filter(Boolean).join(' ')}
  />
)

/** For links that look like buttons. */
export const buttonClass = (look: Look = 'main', small = false, wide = false): string =>
  ['button', look !== 'main' && `button-${look}`, small && 'button-small', wide && 'button-wide']
    .filter(Boolean)
    .join(' ')
