// Forgets what a deleted share said: what is gone in Parley is gone here.
import type { DatabaseSync } from 'node:sqlite'

// What names the thing stays. json_patch leaves out what is null.
const named = ['type', 'name', 'byArtist', 'partOfSeries'].map((field) => `'${field}', content ->> '$.card.${field}'`)

/** message: the id of its message. What it was and when stays, so that the person sees what was deleted, and that it is not sent again. */
export const forgetShare = (db: DatabaseSync, person: string, message: string): void => {
  db.prepare(
    `update share set state = 'deleted', friend = '', conversation = '', content = json_patch('{}', json_object('card', json_object(${named.join(', ')})))
     where message = ? and person = ?`
  ).run(message, person)
  db.prepare('delete from reply where reply_to = ? and person = ?').run(message, person)
}
