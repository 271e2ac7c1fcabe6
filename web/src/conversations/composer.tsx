// Where a message is written: grows with the text, keeps a draft, answers another message, says when it is too long.
import { Reply, SendHorizontal, X } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useMe } from '../account/use-me.ts'
import type { MessageEvent } from '../api/shapes.ts'
import { count, counted } from '../numbers.ts'
import { IconButton } from '../ui/icon-button.tsx'
import './composer.css'
import { keepDraft, readDraft } from './drafts.ts'
import { lineOf } from './naming.ts'

// textCharsMax of the protocol's content.ts, which counts code points.
const charsMax = 4000
const warnFrom = 3500
// Somebody who has not pressed a key for so long has stopped to write.
const pauseMs = 1000

type Props = {
  conversation: string
  label: string
  replyTo: MessageEvent | undefined
  replyName: string
  cancelReply: () => void
  send: (text: string) => void
  toMessages: () => void
  input: RefObject<HTMLTextAreaElement | null>
}

export const Composer = (props: Props) => {
  const { conversation, label, replyTo, replyName, cancelReply, send, toMessages, input } = props
  const me = useMe()
  const [text, setText] = useState(() => readDraft(me.id, conversation))
  const chars = text.length < warnFrom ? text.length : [...text].length
  const ready = text.trim() !== '' && chars <= charsMax
  useFitting(input, text)

  const write = (next: string) => {
    setText(next)
    keepDraft(me.id, conversation, next)
  }
  const submit = () => {
    if (!ready) return
    send(text.trim())
    write('')
    input.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && replyTo) cancelReply()
    else if (event.key === 'ArrowUp' && text === '') {
      event.preventDefault()
      toMessages()
    } else if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing && !touchOnly()) {
      event.preventDefault()
      submit()
    }
  }
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      {replyTo && <ReplyTarget message={replyTo} name={replyName} cancel={cancelReply} />}
      <div className="composer-line">
        <textarea
          ref={input}
          className="composer-input"
          dir="auto"
          aria-label={label}
          aria-describedby={chars >= warnFrom ? 'composer-count' : undefined}
          aria-invalid={chars > charsMax}
          placeholder={label}
          rows={1}
          enterKeyHint={touchOnly() ? 'enter' : 'send'}
          value={text}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <IconButton label="Send" icon={SendHorizontal} type="submit" className="composer-send" aria-disabled={!ready} />
      </div>
      {chars >= warnFrom && <CharsLeft left={charsMax - chars} />}
      <TooLongHeard over={Math.max(0, chars - charsMax)} />
    </form>
  )
}

/** The box is as high as its text, and has the focus from the start where that brings up no keyboard over the messages. */
const useFitting = (input: RefObject<HTMLTextAreaElement | null>, text: string) => {
  useLayoutEffect(() => {
    const box = input.current
    if (!box) return
    box.style.height = 'auto'
    box.style.height = `${box.scrollHeight}px`
  }, [text, input])
  useEffect(() => {
    if (!touchOnly()) input.current?.focus({ preventScroll: true })
  }, [input])
}

const ReplyTarget = ({ message, name, cancel }: { message: MessageEvent; name: string; cancel: () => void }) => (
  <div className="composer-reply">
    <Reply size={18} aria-hidden />
    <div className="composer-reply-words">
      <span className="quote-name">Reply to {name}</span>
      <span className="quote-line">{lineOf(message)}</span>
    </div>
    <IconButton label="Do not reply" icon={X} size={18} onClick={cancel} />
  </div>
)

const CharsLeft = ({ left }: { left: number }) =>
  left < 0 ? (
    <p id="composer-count" className="composer-count composer-over">
      {counted(-left, 'character', 'characters')} too long
    </p>
  ) : (
    <p id="composer-count" className="composer-count">
      {count(left)} characters left
    </p>
  )

/** Said when the text becomes too long and when it no longer is, and in between only once the person stops to write. */
const TooLongHeard = ({ over }: { over: number }) => {
  const [said, setSaid] = useState('')
  const tooLong = useRef(false)
  useEffect(() => {
    const turned = tooLong.current !== over > 0
    tooLong.current = over > 0
    const words = () =>
      setSaid((before) =>
        over > 0 ? `${counted(over, 'character', 'characters')} too long` : before && 'Short enough to send'
      )
    if (turned) return words()
    const timer = setTimeout(words, pauseMs)
    return () => clearTimeout(timer)
  }, [over])
  return (
    <div role="status" className="only-heard">
      {said}
    </div>
  )
}

/** On phones Enter makes a new line, as their keyboards lead one to expect. */
const touchOnly = (): boolean => window.matchMedia('(pointer: coarse) and (hover: none)').matches
