// Gets from Parley what there is to read aloud: what is new, or messages that wait.
import { ParleyRefusal, type PartnerMessage, type ToldMessage } from '@parley/sdk'
import type { Ref } from './state.ts'
import type { Speaker } from './turn.ts'

/** hidden: how many messages their authors hide from Voice. */
export type Found = { told: { ref: Ref; message: ToldMessage }[]; hidden: number }
/** next: the place where it ends. more: Parley has more. */
export type News = Found & { next: string; more: boolean }

const pageRows = 25
const pagesMax = 8

const toTell = (items: PartnerMessage[], { person }: Speaker): ToldMessage[] =>
  items.filter((item): item is ToldMessage => !item.withheld && !item.deleted && item.from.id !== person.id)
const countHidden = (items: PartnerMessage[]): number => items.filter(({ withheld }) => withheld).length

/** What came after a place in the platform's changes. */
export const fetchNews = async (session: Speaker, after: string | undefined): Promise<News> => {
  const { changes, conversations } = session.messages
  let page = await changes({ after, limit: pageRows })
  const isDull = (): boolean => toTell(page.items, session).length + countHidden(page.items) === 0
  // Pages with nothing to read aloud, such as the person's own messages, are passed over.
  for (let pages = 1; page.more && pages < pagesMax && isDull(); pages++)
    page = await changes({ after: page.next, limit: pageRows })
  const { items, next, more } = page
  const messages = toTell(items, session)
  const known = messages.length > 0 ? await Array.fromAsync(conversations({ limit: 100 })) : []
  const direct = new Set(known.filter(({ kind }) => kind === 'direct').map(({ id }) => id))
  const told = messages.map((message) => {
    const { conversation, id } = message
    // What is not known to be between two people is treated as a group: it is asked for first.
    return { ref: { conversation, id, group: !direct.has(conversation) }, message }
  })
  return { told, hidden: countHidden(items), next, more }
}

const leaveOutGone = (error: unknown): [] => {
  if (error instanceof ParleyRefusal && /^(message|conversation)_missing$/.test(error.code)) return []
  throw error
}

/** These messages as they are now; those that are gone are left out. */
export const fetchWaiting = async (session: Speaker, refs: Ref[]): Promise<Found> => {
  const fetchOne = async (ref: Ref) => [{ ref, item: await session.messages.one(ref.conversation, ref.id) }]
  const found = (await Promise.all(refs.map((ref) => fetchOne(ref).catch(leaveOutGone)))).flat()
  const told = found.flatMap(({ ref, item }) => toTell([item], session).map((message) => ({ ref, message })))
  return { told, hidden: countHidden(found.map(({ item }) => item)) }
}
