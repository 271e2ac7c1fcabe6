// Looks again at answers that a page shows: whether Parley still gives them to this app.
import { ParleyRefusal, type Session } from '@parley/sdk'
import type { DatabaseSync } from 'node:sqlite'
import { nowMs } from '../clock.ts'
import { keepReply } from './keep-reply.ts'

const seldomMs = 24 * 60 * 60 * 1000
const repliesAtOnce = 20

/** undefined: not within the permission any more, whether hidden or too old. */
const readAgain = (session: Session, conversation: string, message: string) =>
  session.messages.one(conversation, message).catch((error: unknown) => {
    if (error instanceof ParleyRefusal && error.code === 'message_missing') return undefined
    throw error
  })

/**
 * A friend may hide what this app has read before. Parley's changes do not come back to that, so each answer to these things is read once
 * more when a day has gone by; not more often, since every read stands in the person's Activity and counts for a budget. What Parley no longer
 * gives is gone here as well. Throws what the SDK throws; a conversation that is out of reach as a whole says nothing of its answers.
 */
export const checkReplies = async (
  db: DatabaseSync,
  session: Session,
  person: string,
  abouts: readonly string[]
): Promise<void> => {
  const old = db
    .prepare(
      `select reply.message, share.conversation from reply
       join share on share.message = reply.reply_to and share.person = reply.person
       where reply.person = ? and share.about in (select value from json_each(?)) and not reply.deleted and reply.seen_at < ?
       order by reply.seen_at limit ?`
    )
    .all(person, JSON.stringify(abouts), nowMs() - seldomMs, repliesAtOnce) as {
    message: string
    conversation: string
  }[]
  for (const { message, conversation } of old) {
    try {
      const now = await readAgain(session, conversation, message)
      keepReply(db, person, now ?? { id: message, conversation, withheld: true })
    } catch (error) {
      if (!(error instanceof ParleyRefusal) || error.code !== 'conversation_missing') throw error
    }
    db.prepare('update reply set seen_at = ? where message = ? and person = ?').run(nowMs(), message, person)
  }
}
