// Forgets what a deleted share said: what is gone in Parley is gone here.
import type { DatabaseSync } from 'node:sqlite'

/** Which share: the id of its message. Its song's name and its time stay, so that the person sees what was deleted. */
export const forgetShare = (db: DatabaseSync, person: string, message: string): void => {
  db.prepare(
    `update share set state = 'deleted', note = null, friend = '', conversation = '',
       song = json_object('name', song ->> 'name', 'artist', song ->> 'artist')
     where message = ? and person = ?`
  ).run(message, person)
  db.prepare('delete from reply where reply_to = ? and person = ?').run(message, person)
}
