// In the head of a conversation: how many apps can read here, and the way to what one can do about it.
import { Eye, EyeOff } from 'lucide-react'
import { Link } from 'react-router'
import { pages } from '../addresses.ts'
import { count } from '../numbers.ts'
import { readingCount, readingWords } from './reader-words.ts'
import './readers.css'
import { useReaders } from './use-readers.ts'

export const ReadersLink = ({ conversation }: { conversation: string }) => {
  const { data } = useReaders(conversation)
  // Nothing is said while it is not known: "no app" must never stand there by mistake.
  if (!data) return null
  const n = readingCount(data)
  const Icon = n === 0 ? EyeOff : Eye
  return (
    <Link
      to={pages.readers(conversation)}
      className={n === 0 ? 'readers-link' : 'readers-link readers-link-some'}
      title={readingWords(data)}
    >
      <Icon size={18} aria-hidden />
      <span className="readers-link-words">{readingWords(data)}</span>
      {n > 0 && (
        <span className="readers-link-count" aria-hidden>
          {count(n)}
        </span>
      )}
    </Link>
  )
}
