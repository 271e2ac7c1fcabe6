// The round mark of a person or a group: initials on a tone that stays the same for the same id.
import { UsersRound } from 'lucide-react'
import './marks.css'

const tones = 8

const toneOf = (id: string): number => {
  let sum = 0
  for (const char of id) sum = (sum * 31 + char.charCodeAt(0)) >>> 0
  return sum % tones
}

const initials = (name: string): string => {
  const words = name.trim().split(/\s+/)
  const first = [...(words[0] ?? '')][0] ?? ''
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : ''
  return (first + last).toLocaleUpperCase()
}

type Size = 'small' | 'medium' | 'large'

export const PersonMark = ({ id, name, size = 'medium' }: { id: string; name: string; size?: Size }) => (
  <span className={`mark mark-round mark-${size} tone-${toneOf(id)}`} aria-hidden>
    {initials(name)}
  </span>
)

export const GroupMark = ({ id, size = 'medium' }: { id: string; size?: Size }) => (
  <span className={`mark mark-round mark-${size} tone-${toneOf(id)}`} aria-hidden>
    <UsersRound size={size === 'large' ? 34 : size === 'small' ? 16 : 22} />
  </span>
)
