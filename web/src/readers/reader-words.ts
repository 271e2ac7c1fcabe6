// What an app may do in a conversation, and what that means for the person who looks, in plain words.
import type { Reader, Readers } from '../api/shapes.ts'
import { dateOnly } from '../clock.ts'
import { counted } from '../numbers.ts'

const list = new Intl.ListFormat('en', { type: 'conjunction' })

/** "May read every message here, earlier ones too, and write in their name." The line above it says who connected the app. */
export const mayWords = ({ actions, messages, from, since }: Reader, isMine: boolean): string => {
  const [them, their] = isMine ? ['you', 'your'] : ['them', 'their']
  const words: Record<Reader['actions'][number], string> = {
    read:
      messages === 'own'
        ? `read only what it wrote for ${them} and the replies to that`
        : from === 'all_history'
          ? 'read every message here, old ones too'
          : `read every message here since ${dateOnly(since)}`,
    write: `write in ${their} name`,
    delete: `delete ${their} messages`
  }
  return `May ${list.format(actions.map((action) => words[action]))}.`
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

export const readingWords = (readers: Readers): string => {
  const n = readingCount(readers)
  return n === 0 ? 'No app can read here' : `${counted(n, 'app', 'apps')} can read here`
}

/** What the app gets of what the person wrote here. */
export const getsWords = ({ app, readers }: AppHere, isClosed: boolean): string => {
  const { name } = app
  if (readers[0].withheld)
    return `${name} gets nothing that you wrote here: in place of each message only a placeholder.`
  if (!readers.some(({ actions }) => actions.includes('read'))) return `${name} cannot read what you write here.`
  if (isClosed) return `${name} reads nothing here while the group lets no app in.`
  const now = readers.filter(reads)
  if (now.length === 0) return `${name} is paused and reads nothing here now.`
  return now.some(({ messages }) => messages === 'any')
    ? `${name} can read what you write here.`
    : `Of what you write here, ${name} can read only your replies to its messages.`
}
