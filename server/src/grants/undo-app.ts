// A person undoes what an app did for them: gets back what it deleted, takes back what it wrote.
import type { Undo, Undone } from '@parley/protocol/api/undo.ts'
import type { Bus } from '../base/bus.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { requireApp } from './require-app.ts'

/** Messages of one step: one transaction, one conversation, one entry. */
const stepMessagesMax = 500
/** Steps of one request; who has more asks again. The answer brings a receipt for each, which names every message. */
const stepsMax = 200
const messagesMax = 5000

type Parts = { sql: Sql; bus: Bus }
type Step = { conversation: string; messages: number; event: string }

const toMs = (time: string | undefined): number | null => {
  if (time === undefined) return null
  const ms = Date.parse(time)
  if (Number.isNaN(ms)) throw new Refusal('invalid_request', { detail: 'There is no such time' })
  return ms
}

/** As text, of the database's clock. What the app does while this runs is left to the next request, so that it comes to an end. */
const readPeriod = async (sql: Sql, { since, until }: Undo): Promise<{ since: string | null; until: string }> => {
  const [row] = await sql<{ since: string | null; until: string }[]>`
    select to_timestamp(${toMs(since)}::float8 / 1000)::text as since,
      coalesce(to_timestamp(${toMs(until)}::float8 / 1000), clock_timestamp())::text as until`
  return row!
}

/** Why nothing came of a wish for one message: undone already is fine, also when the app has done it once more since. */
const checkMessage = async (sql: Sql, person: string, app: string, undo: Undo): Promise<void> => {
  const [message] = await sql<{ is_done: boolean }[]>`
    select (${undo.what} = 'deleted') = (e.deleted_at is null) or exists (
      select from conversations.undoable u where u.what = ${undo.what} and u.person_id = ${person} and u.app_id = ${app}
        and u.conversation_id = e.conversation_id and u.seq = e.seq) as is_done
    from conversations.event e
    join conversations.member m on m.conversation_id = e.conversation_id and m.person_id = ${person} and m.left_seq is null and e.seq > m.joined_seq
    where e.conversation_id = ${undo.conversation ?? null} and e.id = ${undo.message ?? null} and e.kind = 'message' and e.person_id = ${person}
      and (${undo.what} = 'deleted' or e.app_id = ${app})`
  if (!message) throw new Refusal('message_missing')
  if (!message.is_done) throw new Refusal('undo_over')
}

/**
 * Whether or not the permission lives. Each step is whole: after a crash the same request does the rest, and asked twice it does nothing
 * twice. Only what the app did before the request. events: the entries that say so. Throws app_missing; for one message also message_missing and undo_over (it is deleted,
 * and not by this app or too long ago).
 */
export const undoApp = async (
  { sql, bus }: Parts,
  person: string,
  app: string,
  undo: Undo
): Promise<Omit<Undone, 'receipts'> & { events: string[] }> => {
  if (undo.message !== undefined && undo.conversation === undefined)
    throw new Refusal('invalid_request', { detail: 'A message is named together with its conversation' })
  await requireApp(sql, app)
  const { what, grant = null, conversation = null, message = null } = undo
  const { since, until } = await readPeriod(sql, undo)
  const touched = new Set<string>()
  const events: string[] = []
  let [undone, more] = [0, true]
  for (let step = 0; more && step < stepsMax && undone < messagesMax; step++) {
    const [row] = await sql<Step[]>`
      select conversation, messages, event from grants.undo_step(${what}, ${person}, ${app}, ${grant}, ${conversation}, ${message},
        ${since}::text::timestamptz, ${until}::text::timestamptz, ${stepMessagesMax})`
    if (!row) more = false
    else if (row.messages > 0) {
      undone += row.messages
      touched.add(row.conversation)
      events.push(row.event)
      bus.publish({ topic: 'events', conversation: row.conversation })
    }
  }
  if (undone > 0) bus.publish({ topic: 'person', person, changed: 'activity' })
  else if (message !== null) await checkMessage(sql, person, app, undo)
  return {
    restored: what === 'deleted' ? undone : 0,
    takenBack: what === 'written' ? undone : 0,
    conversations: touched.size,
    more,
    events
  }
}
