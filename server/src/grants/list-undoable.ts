// What a person can undo of what an app did for them.
import type { Content } from '@parley/protocol/api/content.ts'
import type { Undoable, UndoWhat } from '@parley/protocol/api/undo.ts'
import { writeCursor } from '../base/cursor.ts'
import type { Sql } from '../base/sql.ts'
import { excerptOf } from '../conversations/excerpt.ts'
import { titlesOf } from '../conversations/titles.ts'
import { requireApp } from './require-app.ts'

type Row = { conversation: string; seq: number; id: string; at: Date; place: string; until: Date | null; body: string }
/** In a cursor of this list: microseconds since the epoch, conversation, seq. */
export type UndoablePlace = { at: string; conversation: string; seq: number }

/** Newest first. Throws app_missing. */
export const listUndoable = async (
  sql: Sql,
  person: string,
  app: string,
  { what, after, limit }: { what: UndoWhat; after?: UndoablePlace | undefined; limit: number }
): Promise<{ items: Undoable[]; next?: string }> => {
  await requireApp(sql, app)
  const rows = await sql<Row[]>`
    select conversation_id as conversation, seq, id, at, (extract(epoch from at) * 1000000)::bigint::text as place, until, body
    from conversations.undoable u
    where u.what = ${what} and u.person_id = ${person} and u.app_id = ${app}
      and (${after?.at ?? null}::text is null or (u.at, u.conversation_id, u.seq) < (
        'epoch'::timestamptz + ${after?.at ?? null}::text::bigint * interval '1 microsecond', ${after?.conversation ?? null}::uuid, ${after?.seq ?? null}::bigint))
    order by u.at desc, u.conversation_id desc, u.seq desc limit ${limit + 1}`
  const page = rows.slice(0, limit)
  const titles = await titlesOf(
    sql,
    person,
    page.map(({ conversation }) => conversation)
  )
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    items: page.map(({ conversation, id, at, until, body }) => ({
      what,
      conversation: { id: conversation, title: titles.get(conversation) ?? '' },
      message: id,
      at: at.toISOString(),
      ...(until && { until: until.toISOString() }),
      excerpt: excerptOf(JSON.parse(body) as Content)
    })),
    ...(last && { next: writeCursor([last.place, last.conversation, last.seq]) })
  }
}
