// What a person wants, from the words they said or typed.
import type { State } from './state.ts'

const phrases = {
  stop: /^(stop|cancel|quit|exit|goodbye|be quiet)$/,
  help: /^(help|what can (i|you) (say|do))$/,
  yes: /^(yes|yeah|yep|sure|ok|okay|yes please|do it|please do)$/,
  no: /^(no|nope|no thanks|no thank you|don't|do not)$/,
  more: /^(say more|more|go on|continue|next|keep reading)$/,
  repeat: /^(repeat|repeat that|say that again|again|what was that)$/,
  who: /^who (wrote|has written|wrote to me|wrote that|is it from|was that)$/,
  delete: /^(delete|remove|take back) (that|it|this|that message|the message|my message)$/,
  read: /^(please )?read( me)?( out| aloud)?( my| the)?( new)?( messages?)?( aloud| out)?$|^(any )?new messages$/
}

export type Plain = keyof typeof phrases | 'welcome' | 'unknown'
export type Command = { do: Plain } | { do: 'reply'; text: string }

/** What can be said, by its name. */
export const spokenCommands = Object.keys(phrases) as (keyof typeof phrases)[]

/** Case, spaces around, and marks at the end do not matter. "reply …", "answer …" take the rest as the text, as it was typed. asks: what Voice asked. */
export const understand = (words: string, asks?: State['asks']): Command => {
  const heard = words.trim()
  const [, text] = /^(?:reply|answer)(?:\s*[:,]\s*|\s+|$)(.*)$/is.exec(heard) ?? []
  if (text !== undefined) return { do: 'reply', text: text.trim() }
  const bare = heard
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[\s.!?]+$/, '')
    .replaceAll(/\s+/g, ' ')
  // After "What shall I reply?" every other word is the reply: it may well be "yes".
  if (asks === 'text' && bare !== 'stop' && bare !== 'cancel') return { do: 'reply', text: heard }
  return { do: spokenCommands.find((name) => phrases[name].test(bare)) ?? 'unknown' }
}
