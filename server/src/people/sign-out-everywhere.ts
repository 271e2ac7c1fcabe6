// Ends all sessions of a person, this one too.
import type { SessionParts } from './end-session.ts'
import { endSessions } from './end-sessions.ts'

/** All open sockets of the person are closed. */
export const signOutEverywhere = async ({ sql, bus }: SessionParts, person: string): Promise<void> => {
  await sql.begin((tx) => endSessions(tx, person))
  bus.publish({ topic: 'signed_out', person })
}
