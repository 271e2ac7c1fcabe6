// How a person's connection to Parley stands, asked of Parley itself.
import {
  endsConnection,
  isUnreachable,
  missingRight,
  type ParleyApp,
  type PartnerFriend,
  type Session
} from '@parley/sdk'
import type { Person } from './person.ts'

/**
 * live: there is a permission. none: never asked, or logged in only. ended: revoked, given back or run out. away: Parley cannot be
 * reached; what is known of the permission still shows. paused: the person paused the app in Parley.
 */
export type Connection =
  | { state: 'live'; session: Session }
  | { state: 'away'; session: Session }
  | { state: 'paused'; session: Session }
  | { state: 'none'; session: Session | undefined }
  | { state: 'ended'; session: Session }

/** A session that carried no permission was a login only; nothing was lost with it. */
const over = (session: Session): Connection =>
  session.permission ? { state: 'ended', session } : { state: 'none', session }

/** Asks Parley for the permission as it is now, so that what the person took away shows at once. */
export const readConnection = async (parley: ParleyApp, person: Person): Promise<Connection> => {
  const session = person.parleySession ? await parley.session(person.parleySession) : undefined
  if (!session) return { state: 'none', session }
  if (session.ended) return over(session)
  try {
    const { paused } = await session.grant.read()
    return { state: paused ? 'paused' : 'live', session }
  } catch (error) {
    if (missingRight(error)) return { state: 'none', session }
    if (endsConnection(error)) return over(session)
    if (isUnreachable(error)) return session.permission ? { state: 'away', session } : { state: 'none', session }
    throw error
  }
}

export type Right = 'read' | 'write' | 'delete' | 'friends'

/** Whether the permission includes a right now, as far as known; nothing while it is paused. */
export const may = (connection: Connection, right: Right): boolean =>
  (connection.state === 'live' || connection.state === 'away') && connection.session.may(right)

/** Everybody whose conversation the permission names, by name. Throws what the SDK throws. */
export const allFriends = async (connection: Connection): Promise<PartnerFriend[]> => {
  const friends: PartnerFriend[] = []
  if (connection.session) for await (const friend of connection.session.messages.friends()) friends.push(friend)
  return friends.sort((a, b) => a.person.name.localeCompare(b.person.name))
}
