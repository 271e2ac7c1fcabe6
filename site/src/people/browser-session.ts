// Which browser belongs to which person: an opaque cookie, of which only the digest is kept.
import { nowMs } from '../clock.ts'
import { digest, newSecret } from '../random.ts'
import type { DatabaseSync } from 'node:sqlite'
import { type Person, personById } from './person.ts'

export const sessionDays = 30
const sessionMs = sessionDays * 24 * 60 * 60 * 1000

/** Who uses the browser, and the key that its forms must carry. */
export type Browser = { person: Person; formKey: string }

/** Opens a session and returns the secret for the cookie. */
export const openBrowser = (db: DatabaseSync, person: string): string => {
  const secret = newSecret()
  db.prepare('delete from browser where ends_at < ?').run(nowMs())
  db.prepare('insert into browser (hash, person, form_key, ends_at) values (?, ?, ?, ?)').run(
    digest(secret),
    person,
    newSecret(),
    nowMs() + sessionMs
  )
  return secret
}

/** The browser with this cookie; undefined when it has no live session. */
export const readBrowser = (db: DatabaseSync, secret: string | undefined): Browser | undefined => {
  if (!secret) return undefined
  const row = db
    .prepare('select person, form_key from browser where hash = ? and ends_at > ?')
    .get(digest(secret), nowMs())
  const person = row && personById(db, row['person'] as string)
  return person && { person, formKey: row['form_key'] as string }
}

/** Ends the session of this cookie. */
export const closeBrowser = (db: DatabaseSync, secret: string): void => {
  db.prepare('delete from browser where hash = ?').run(digest(secret))
}
