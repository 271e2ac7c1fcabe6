// Brings a new socket up to date from its cursor, and then lets the live events through.
import type { Static } from 'typebox'
import type { Resume } from '@parley/protocol/api/live.ts'
import type { Sql } from '../base/sql.ts'
import type { Channels } from './channels.ts'
import { eventsFrame, type Connection } from './connection.ts'
import { missedEvents, readPlaces } from './missed-events.ts'

/**
 * Every event reaches the client either from here or live: the connection hangs on the channels before the places are read, so
 * what the places do not cover comes through a channel; what both have is dropped by its seq. Throws invalid_cursor.
 */
export const resume = async (
  { sql, channels }: { sql: Sql; channels: Channels },
  connection: Connection,
  { cursor: from, have = {} }: Static<typeof Resume>
): Promise<void> => {
  const feed = channels.add(connection)
  await feed.subscribed
  const { cursor, places } = await readPlaces(sql, connection.person, from)
  if (connection.closed) return
  const delivered = new Map(places.map((place) => [place.conversation, place.lastSeq]))
  connection.cover(delivered)
  // The person left between the two looks: the event of leaving was passed on before the feed hung on the channel.
  for (const channel of feed.channels) {
    if (channel.feeds.get(feed) === 0 && !delivered.has(channel.id)) channels.unhang(feed, channel)
  }
  const missed = places.map((place) => ({ ...place, seen: Math.max(place.seen, have[place.conversation] ?? 0) }))
  for await (const { conversation, events } of missedEvents(sql, missed)) {
    if (connection.closed) return
    await connection.sendAndWait(eventsFrame(conversation, events))
  }
  if (connection.closed) return
  // A channel that has not yet passed on what was delivered here must not repeat it.
  for (const [conversation, seq] of delivered) {
    if ((channels.channel(conversation)?.head ?? 0) < seq) connection.floors.set(conversation, seq)
  }
  connection.becomeReady(cursor)
}
