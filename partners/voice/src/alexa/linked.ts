// Which permission belongs to which Alexa user, so that it can be given back when the skill is switched off.
import type { DatabaseSync } from 'node:sqlite'
import { endsConnection, missingRight } from '@parley/sdk'
import { nowMs } from '../clock.ts'
import { digest } from '../random.ts'
import type { Acting } from '../talk/converse.ts'

/** user and token: digests. person: the person's id at this app. */
export type Linked = { user: string; token: string; grant: string; person: string; onlyOwn: boolean }

export const findLinked = (db: DatabaseSync, userId: string): Linked | undefined => {
  const row = db
    .prepare('select user, token, grant_id, person, only_own from linked where user = ?')
    .get(digest(userId))
  if (!row) return undefined
  const [user, token, grant, person] = ['user', 'token', 'grant_id', 'person'].map((name) => row[name] as string)
  return { user: user!, token: token!, grant: grant!, person: person!, onlyOwn: row['only_own'] === 1 }
}

/** Notes whose token it is and under which permission; asks Parley only when the token is new. Throws what Parley refuses. */
export const link = async (db: DatabaseSync, userId: string, accessToken: string, session: Acting): Promise<Linked> => {
  const found = findLinked(db, userId)
  if (found?.token === digest(accessToken)) return found
  const { person } = await session.messages.me()
  const { id: grant, detail } = await session.grant.read()
  const linked = {
    user: digest(userId),
    token: digest(accessToken),
    grant,
    person: person.id,
    onlyOwn: detail.messages === 'own'
  }
  const { user, token } = linked
  db.prepare(
    'insert or replace into linked (user, token, grant_id, person, only_own, at) values (?, ?, ?, ?, ?, ?)'
  ).run(user, token, grant, person.id, Number(linked.onlyOwn), nowMs())
  return linked
}

export const unlink = (db: DatabaseSync, userId: string): void => {
  db.prepare('delete from linked where user = ?').run(digest(userId))
}

/** A token that is over, or came without a permission, links nothing. */
export const isUseless = (error: unknown): boolean => endsConnection(error) || missingRight(error) !== undefined
