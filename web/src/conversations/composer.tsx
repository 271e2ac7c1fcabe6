// Where a message is written: grows with the text, keeps a draft, answers another message, says when it is too long.
import { Reply, SendHorizontal, X } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useState } from 'react'
import { useMe } from '../account/use-me.ts'
import type { MessageEvent } from '../api/shapes.ts'
import { count } from '../numbers.ts'
import { IconButton } from '../ui/icon-button.tsx'
import './composer.css'
import { keepDraft, readDraft } from './drafts.ts'
import { lineOf } from './naming.ts'

// textCharsMax of the protocol's content.ts, which counts code points.
const charsMax = 4000
const warnFrom = 3500

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

export const Composer = ({ conversation, label, replyTo, replyName, cancelReply, send, toMessages, input }: Props) => {
  const me = useMe()
  const [text, setText] = useState(() => readDraft(me.id, conversation))
  const chars = text.length < warnFrom ? text.length : [...text].length
  const tooLong = chars > charsMax
  const ready = text.trim() !== '' && !tooLong

  const write = (next: string) => {
    setText(next)
    keepDraft(me.id, conversation, next)
  }
  useLayoutEffect(() => {
    const box = input.current
    if (!box) return
    box.style.height = 'auto'
    box.style.height = `${box.scrollHeight}px`
  }, [text, input])

  // On phones focus would bring up the keyboard over the messages.
  useEffect(() => {
    if (!touchOnly()) input.current?.focus({ preventScroll: true })
  }, [input])

  const submit = (event?: FormEvent) => {
    event?.preventDefault()
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
    } else if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing && !touchOnly()) submit(event)
  }
  return (
    <form className="composer" onSubmit={submit}>
      {replyTo && (
        <div className="composer-reply">
          <Reply size={18} aria-hidden />
          <div className="composer-reply-words">
            <span className="quote-name">Reply to {replyName}</span>
            <span className="quote-line">{lineOf(replyTo)}</span>
          </div>
          <IconButton label="Do not reply" icon={X} size={18} onClick={cancelReply} />
        </div>
      )}
      <div className="composer-line">
        <textarea
          ref={input}
          className="composer-input"
          aria-label={label}
          aria-describedby={chars >= warnFrom ? 'composer-count' : undefined}
          aria-invalid={tooLong}
          placeholder={label}
          rows={1}
          enterKeyHint={touchOnly() ? 'enter' : 'send'}
          value={text}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <IconButton label="Send" icon={SendHorizontal} type="submit" className="composer-send" aria-disabled={!ready} />
      </div>
      {chars >= warnFrom && (
        <p
          id="composer-count"
          className={tooLong ? 'composer-count composer-over' : 'composer-count'}
          role={tooLong ? 'alert' : undefined}
        >
          {tooLong ? `${count(chars - charsMax)} characters too long` : `${count(charsMax - chars)} characters left`}
        </p>
      )}
    </form>
  )
}

/** On phones Enter makes a new line, as their keyboards lead one to expect. */
const touchOnly = (): boolean => window.matchMedia('(pointer: coarse) and (hover: none)').matches
