// What an app may do in a conversation, and what that means for the person who looks, in plain words.
import { kindWords } from '@parley/protocol/api/message-kinds.ts'
import type { Reader, Readers } from '../api/shapes.ts'
import { dateOnly } from '../clock.ts'
import { counted } from '../numbers.ts'

const list = new Intl.ListFormat('en', { type: 'conjunction' })

/** "Can read every message here, earlier ones too, and write in their name." The line above it says who connected the app. */
export const mayWords = ({ actions, messages, kinds, from, since }: Reader, isMine: boolean): string => {
  const [them, their] = isMine ? ['you', 'your'] : ['them', 'their']
  const only = kinds && list.format(kinds.map((kind) => kindWords[kind]))
  const words: Record<Reader['actions'][number], string> = {
    read:
      messages === 'own'
        ? `read only ${only ? `${only} among ` : ''}what it wrote for ${them} and the replies to that`
        : from === 'all_history'
          ? `read ${only ?? 'every message'} here, old ones too`
          : `read ${only ?? 'every message'} here since ${dateOnly(since)}`,
    write: `write in ${their} name`,
    delete: `delete ${their} messages`
  }
  return `Can ${list.format(actions.map((action) => words[action]))}.`
}

/** One app with all its permissions here: several members may have connected it. */
export type AppHere = { app: Reader['app']; readers: [Reader, ...Reader[]] }

export const appsOf = ({ items }: Readers): AppHere[] => {
  const apps = new Map<string, AppHere>()
  for (const reader of items) {
    const known = apps.get(reader.app.id)
    if (known) known.readers.push(reader)
    else apps.set(reader.app.id, { app: reader.app, readers: [reader] })
  }
  return [...apps.values()]
}

const reads = ({ actions, paused }: Reader) => actions.includes('read') && !paused

/** Apps that can read something here this moment. */
export const readingCount = (readers: Readers): number =>
  readers.closed ? 0 : appsOf(readers).filter((one) => one.readers.some(reads)).length

export const canRead = (readers: Readers): string => {
  const n = readingCount(readers)
  return n === 0 ? 'No app can read' : `${counted(n, 'app', 'apps')} can read`
}
export const readingWords = (readers: Readers): string => `${canRead(readers)} here`

/** Whether the app can read what the person writes here, and that in words. */
export const getsOf = ({ app, readers }: AppHere, isClosed: boolean): { gets: boolean; words: string } => {
  const { name } = app
  const nothing = (words: string) => ({ gets: false, words })
  if (!readers.some(({ actions }) => actions.includes('read'))) return nothing(`${name} cannot read messages here.`)
  if (readers[0].withheld)
    return nothing(`Your messages here are hidden from ${name}. It sees only that a message is there.`)
  if (isClosed) return nothing(`${name} reads nothing here while the group lets no app in.`)
  const now = readers.filter(reads)
  if (now.length === 0) return nothing(`${name} is paused and reads nothing here now.`)
  const isAny = now.some(({ messages }) => messages === 'any')
  return {
    gets: true,
    words: isAny
      ? `${name} can read your messages here.`
      : `Of your messages here, ${name} can read only replies to its own.`
  }
}
