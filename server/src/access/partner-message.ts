// A disclosed page as the gate answers it, and its messages as an app sees them.
import type { Content } from '@parley/protocol/api/content.ts'
import type { PartnerMessage } from '@parley/protocol/api/partner.ts'
import type { Opened } from '../log/sign-receipt.ts'
import { type Opening, openedBy } from './sign-receipts.ts'

/** A row of access.page. */
export type PageRow = {
  status: string
  person_id: string
  client_id: string
  grant_id: string | null
  /** The authors of the items, each once. */
  people: [id: string, name: string | null][]
  items: string
  /** Ids of answered messages by seq. */
  replies: Record<number, string> | null
  n: number
  last_conversation: string | null
  last_seq: number | null
  until: string | null
  is_full: boolean
  /** The grant's budget, when it has one. */
  per_day: number | null
  /** The conversation's members were told of this app in the same transaction. */
  told: boolean
} & Opening

/** One that its author withholds: nothing is told of it. */
type Withheld = [seq: number, id: string]

/** One of its items (access.disclose). Times are milliseconds since the epoch. */
type Told = [
  seq: number,
  id: string,
  author: number,
  own: boolean,
  replyTo: number | null,
  at: number,
  deletedAt: number | null,
  salt: string | null,
  content: Content | null
]

const isTold = (item: Told | Withheld): item is Told => item.length > 2

const toTime = (ms: number): string => new Date(ms).toISOString()

/** pairwise: the id by which the app knows a person. An author whose account was erased has no name. */
export const toPartnerMessages = (
  page: PageRow,
  pairwise: (person: string) => string
): { items: PartnerMessage[]; opened: Opened[] } => {
  if (page.last_conversation === null) return { items: [], opened: [] }
  const conversation = page.last_conversation
  const people = page.people.map(([id, name]) => ({ id: pairwise(id), name: name ?? '' }))
  const rows = JSON.parse(page.items) as (Told | Withheld)[]
  const items = rows.map((row): PartnerMessage => {
    if (!isTold(row)) return { id: row[1], conversation, withheld: true }
    const [, id, author, own, replyTo, at, deletedAt, , content] = row
    const answered = replyTo === null ? undefined : page.replies?.[replyTo]
    return {
      id,
      conversation,
      at: toTime(at),
      from: people[author]!,
      own,
      ...(answered !== undefined && { replyTo: answered }),
      ...content,
      ...(deletedAt !== null && { deleted: { at: toTime(deletedAt) } })
    }
  })
  const opened = openedBy(
    page,
    rows.filter(isTold).map(([, , , , , , , salt]) => salt)
  )
  return { items, opened }
}
