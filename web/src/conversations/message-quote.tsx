// The message that another one answers, in short; pressing it goes there.
import type { MessageEvent } from '../api/shapes.ts'
import { lineOf } from './naming.ts'

type Props = {
  target: MessageEvent | undefined
  name: (person: string) => string
  jump: () => void
  focusable: boolean
}

export const MessageQuote = ({ target, name, jump, focusable }: Props) => (
  <button type="button" className="quote" onClick={jump} tabIndex={focusable ? 0 : -1}>
    <span className="only-heard">In reply to </span>
    {target ? (
      <>
        <span className="quote-name">{name(target.person)}</span>
        <span className="quote-line">{lineOf(target)}</span>
      </>
    ) : (
      <span className="quote-line">An earlier message. Show it.</span>
    )}
  </button>
)
