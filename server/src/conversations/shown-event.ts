// An event as people are shown it, from its row in the database.
import type { Content } from '@parley/protocol/api/content.ts'
import type { ConnectedEvent, ConversationEvent, MessageEvent, Via } from '@parley/protocol/api/events.ts'

/** A row of conversations.shown_event. */
export type EventRow = {
  conversation_id: string
  seq: number
  kind: ConversationEvent['kind']
  id: string
  person_id: string
  at: Date
  body: string | null
  app_id: string | null
  app_name: string
  reply_id: string | null
  target_id: string | null
  subject_id: string | null
  subject_handle: string | null
  subject_name: string | null
  deleted_at: Date | null
  deleted_by: string | null
  deleted_app_id: string | null
  deleted_app_name: string
  taken_back: true | null
}

const via = (app: string | null, name: string): { via?: Via } => (app === null ? {} : { via: { app, name } })

const takenBack = (row: EventRow): { takenBack?: true } => (row.taken_back === null ? {} : { takenBack: true })

const messageOf = (row: EventRow): MessageEvent => ({
  kind: 'message',
  seq: row.seq,
  id: row.id,
  at: row.at.toISOString(),
  person: row.person_id,
  ...via(row.app_id, row.app_name),
  ...(row.body !== null && (JSON.parse(row.body) as Content)),
  ...(row.reply_id !== null && { replyTo: row.reply_id }),
  ...(row.deleted_at !== null &&
    row.deleted_by !== null && {
      deleted: {
        at: row.deleted_at.toISOString(),
        by: row.deleted_by,
        ...via(row.deleted_app_id, row.deleted_app_name),
        ...takenBack(row)
      }
    })
})

export const shownEvent = (row: EventRow): ConversationEvent => {
  const { kind, seq, person_id: person } = row
  const at = row.at.toISOString()
  switch (kind) {
    case 'message':
      return messageOf(row)
    case 'deletion':
      return { kind, seq, at, person, ...via(row.app_id, row.app_name), ...takenBack(row), target: row.target_id ?? '' }
    case 'restored':
      return {
        kind,
        seq,
        at,
        person,
        undid: { app: row.app_id ?? '', name: row.app_name },
        target: row.target_id ?? '',
        ...(row.body !== null && (JSON.parse(row.body) as Content))
      }
    case 'joined':
    case 'left':
      return {
        kind,
        seq,
        at,
        person,
        subject: { id: row.subject_id ?? '', handle: row.subject_handle ?? '', name: row.subject_name ?? '' }
      }
    case 'titled':
      return { kind, seq, at, person, title: row.body ?? '' }
    case 'connected':
      return {
        kind,
        seq,
        at,
        person,
        via: { app: row.app_id ?? '', name: row.app_name },
        sees: row.body as ConnectedEvent['sees']
      }
  }
}
