// A person keeps what they wrote from apps, and lets them have it again.
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import type { GrantParts } from './settle-grant.ts'

/** From one app or all (undefined), in one conversation or all (undefined). */
export type Withheld = { app?: string | undefined; conversation?: string | undefined }

const check = async (sql: Sql, person: string, { app, conversation }: Withheld): Promise<void> => {
  if (app !== undefined && (await sql`select from grants.app where id = ${app}`).length === 0)
    throw new Refusal('app_missing')
  if (conversation === undefined) return
  const member = await sql`
    select from conversations.member where conversation_id = ${conversation} and person_id = ${person} and left_seq is null`
  if (member.length === 0) throw new Refusal('conversation_missing')
}

/** Writes the entries that a crash left open, too. Call after the withholding has committed, outside a transaction. */
export const settleWithholds = async ({ sql, barrier }: Pick<GrantParts, 'sql' | 'barrier'>, person: string) => {
  const [last] = await sql<{ at: string }[]>`
    select max(at)::text as at from grants.withhold where person_id = ${person} and settled_at is null having max(at) is not null`
  if (!last) return
  await barrier.drain()
  // As text: the driver would cut a time to milliseconds.
  await sql`select grants.settle_withholds(${person}, ${last.at}::text::timestamptz)`
}

/**
 * When it returns, no access discloses what the person wrote there, before or after, and the log says so, in the entries that it returns; withheld
 * already is fine. Throws app_missing, conversation_missing.
 */
export const withholdWords = async (parts: GrantParts, person: string, what: Withheld): Promise<string[]> => {
  await check(parts.sql, person, what)
  const { sql, bus } = parts
  const [app, conversation] = [what.app ?? null, what.conversation ?? null]
  await sql`select grants.withhold_words(${person}, ${app}, ${conversation})`
  await settleWithholds(parts, person)
  bus.publish({ topic: 'person', person, changed: 'grants' })
  const [row] = await sql<{ events: string[] | null }[]>`
    select event_ids as events from grants.withhold
    where person_id = ${person} and app_id is not distinct from ${app} and conversation_id is not distinct from ${conversation}`
  return row?.events ?? []
}

/** Lets apps have it again as far as permissions reach, and returns the entries that say so; not withheld is fine, and leaves none. */
export const allowWords = async ({ sql, bus }: GrantParts, person: string, what: Withheld): Promise<string[]> => {
  const [row] = await sql<{ events: string[] }[]>`
    select grants.allow_words(${person}, ${what.app ?? null}, ${what.conversation ?? null}) as events`
  bus.publish({ topic: 'person', person, changed: 'grants' })
  return row!.events
}
