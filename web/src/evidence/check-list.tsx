// What was checked, a sentence and a mark each.
import { CircleAlert, CircleCheck, Info } from 'lucide-react'
import type { Check, Mark } from './check.ts'
import './evidence.css'

const looks = {
  good: { icon: CircleCheck, heard: 'Good: ' },
  bad: { icon: CircleAlert, heard: 'Problem: ' },
  note: { icon: Info, heard: 'Note: ' }
} as const satisfies Record<Mark, unknown>

export const CheckList = ({ checks }: { checks: readonly Check[] }) => (
  <ul className="checks">
    {checks.map(({ name, mark, text }) => {
      const { icon: Icon, heard } = looks[mark]
      return (
        <li key={name + text} className={`check check-${mark}`}>
          <Icon size={17} aria-hidden />
          <span>
            <span className="only-heard">{heard}</span>
            {text}
          </span>
        </li>
      )
    })}
  </ul>
)
