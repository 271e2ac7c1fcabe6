// Brings a new socket up to date from its cursor, and then lets the live events through.
import type { Static } from 'typebox'
import type { Resume } from '@parley/protocol/api/live.ts'
import { packSnapshot } from '../base/snapshot.ts'
import type { Sql } from '../base/sql.ts'
import type { Channels } from './channels.ts'
import { eventsFrame, type Connection } from './connection.ts'
import { missedEvents, readPlaces } from './missed-events.ts'
import { parseSeen } from './seen.ts'

/**
 * Every event reaches the client once: here when it is visible in the snapshot that the new cursor stands for, live when it is not.
 * The connection hangs on the channels before that snapshot is taken, so nothing falls between. Throws invalid_cursor.
 */
export const resume = async (
  { sql, channels }: { sql: Sql; channels: Channels },
  connection: Connection,
  { cursor: from, have = {} }: Static<typeof Resume>
): Promise<void> => {
  const feed = channels.add(connection)
  await feed.subscribed
  const { snapshot, places } = await readPlaces(sql, connection.person, from)
  if (connection.closed) return
  connection.startFrom(parseSeen(snapshot))
  channels.confirm(feed, new Set(places.map((place) => place.conversation)))
  const missed = places.map((place) => ({ ...place, seen: Math.max(place.seen, have[place.conversation] ?? 0) }))
  for await (const { conversation, events } of missedEvents(sql, missed)) {
    if (connection.closed) return
    await connection.sendAndWait(eventsFrame(conversation, events))
  }
  if (!connection.closed) connection.becomeReady(packSnapshot(snapshot))
}
