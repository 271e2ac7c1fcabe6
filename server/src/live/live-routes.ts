// GET /api/live: the WebSocket of people, and what the bus tells it.
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Bus, Nudge } from '../base/bus.ts'
import type { App } from '../base/http.ts'
import { Refusal } from '../base/refusal.ts'
import { endedSessions } from '../people/ended-sessions.ts'
import type { WithCookies } from '../people/session-cookie.ts'
import { signedIn, type SignedIn } from '../people/signed-in.ts'
import { acceptUpgrade, refuseUpgrade } from './accept-upgrade.ts'
import { Channels } from './channels.ts'
import { closeCodes, Connection } from './connection.ts'
import { hearFrames, type LiveParts } from './hear-frames.ts'
import { eventsAfter, memberships } from './missed-events.ts'
import { resume } from './resume.ts'

// A resume names the newest seq of every conversation that had events, so it can be far longer than a message.
const frameBytesMax = 256 * 1024
// More than anybody has windows; each takes memory, and each event is written to all of them.
const socketsPerPersonMax = 50
const pingMs = 30_000
const sessionCheckMs = 300_000
// Sessions that end here are told by the bus; an operator's command and other nodes end them beside it.
const endedCheckMs = 5_000

type Opened = { connection: Connection; opener: WithCookies }

const isEnded = ({ person, session }: SignedIn, nudge: Extract<Nudge, { topic: 'signed_out' }>): boolean =>
  person === nudge.person && (nudge.session === undefined ? session !== nudge.except : session === nudge.session)

// The returned functions end the subscriptions.
const listen = (bus: Bus, channels: Channels, open: Set<Opened>): (() => void)[] => [
  bus.subscribe('events', ({ conversation, committed }) => {
    if (!committed) channels.pull(conversation)
    else {
      const { xid, events } = committed
      channels.offer(
        conversation,
        events.map((event) => ({ event, xid }))
      )
    }
  }),
  bus.subscribe('joined', (joined) => channels.join(joined)),
  bus.subscribe('person', ({ person, changed }) => {
    for (const connection of channels.connectionsOf(person)) connection.send({ type: 'changed', what: changed })
  }),
  bus.subscribe('read', ({ person, conversation, seq, socket }) => {
    for (const connection of channels.connectionsOf(person)) {
      if (connection.id !== socket) connection.send({ type: 'read', conversation, seq })
    }
  }),
  bus.subscribe('signed_out', (nudge) => {
    for (const { connection } of open)
      if (isEnded(connection, nudge)) connection.close(closeCodes.signedOut, 'signed out')
  })
]

const checkSession = async ({ sql }: LiveParts, { connection, opener }: Opened): Promise<void> => {
  try {
    const { session } = await signedIn(sql, opener)
    if (session === connection.session) return
  } catch (error) {
    // A database that does not answer now says nothing about the session.
    if (!(error instanceof Refusal)) return
  }
  connection.close(closeCodes.signedOut, 'signed out')
}

const closeEnded = async ({ sql }: LiveParts, open: ReadonlySet<Opened>): Promise<void> => {
  const ended = new Set(
    await endedSessions(
      sql,
      Array.from(open, ({ connection }) => connection.session)
    )
  )
  for (const { connection } of open)
    if (ended.has(connection.session)) connection.close(closeCodes.signedOut, 'signed out')
}

/** url: the platform's own. Closing the app closes the sockets. */
export const liveRoutes = (app: App, url: string, parts: LiveParts): void => {
  const { sql, bus, limits } = parts
  const failed = (error: unknown) => app.log.error({ err: error }, 'live: a bug, or a part that does not answer')
  const wss = new WebSocketServer({ noServer: true, maxPayload: frameBytesMax, perMessageDeflate: false })
  wss.on('wsClientError', ({ message }, socket) =>
    refuseUpgrade(socket, new Refusal('invalid_request', { detail: message }))
  )
  const channels = new Channels({
    memberships: (person) => memberships(sql, person),
    eventsAfter: (conversation, after) => eventsAfter(sql, conversation, after),
    failed
  })
  const open = new Set<Opened>()

  const serve = (ws: WebSocket, socket: Duplex, who: SignedIn, opener: WithCookies): void => {
    const connection = new Connection(ws, socket, who)
    const opened = { connection, opener }
    open.add(opened)
    ws.on('error', () => {})
    ws.on('close', () => {
      connection.close(closeCodes.goingAway, '')
      open.delete(opened)
      channels.remove(connection)
    })
    hearFrames(ws, { parts, connection, resume: (frame) => resume({ sql, channels }, connection, frame), failed })
    // The session may have ended while the socket was being opened, before the bus could know of it.
    void checkSession(parts, opened)
  }

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    socket.on('error', () => socket.destroy())
    try {
      const who = await acceptUpgrade({ sql, limits, url }, request)
      const opener = { headers: { cookie: request.headers.cookie }, server: { publicUrl: url } }
      const others = [...open].filter(({ connection }) => connection.person === who.person).length
      if (others >= socketsPerPersonMax) throw new Refusal('rate_limited', { retryAfter: 60 })
      wss.handleUpgrade(request, socket, head, (ws) => serve(ws, socket, who, opener))
    } catch (error) {
      if (!(error instanceof Refusal)) failed(error)
      refuseUpgrade(socket, error instanceof Refusal ? error : undefined)
    }
  }

  const subscriptions = listen(bus, channels, open)
  const timers = [
    setInterval(() => {
      for (const { connection } of open) connection.ping()
    }, pingMs),
    setInterval(() => {
      for (const opened of open) void checkSession(parts, opened)
    }, sessionCheckMs),
    setInterval(() => void closeEnded(parts, open).catch(failed), endedCheckMs)
  ]
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    void upgrade(request, socket, head)
  })
  app.addHook('preClose', async () => {
    for (const timer of timers) clearInterval(timer)
    for (const end of subscriptions) end()
    for (const { connection } of open) connection.close(closeCodes.goingAway, 'the server stops')
  })
}
