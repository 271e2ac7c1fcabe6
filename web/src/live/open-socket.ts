// One lasting connection to the live stream: resumes where it was, comes back by itself, waits longer each time it fails.
import type { ServerFrame } from '@parley/protocol/api/live.ts'
import { jitter } from '../random.ts'
import { advance, fromNow, resumeFrame } from './resume.ts'

/** live: everything up to now has arrived. reconnecting: it was live and is not now. */
export type LiveStatus = 'connecting' | 'live' | 'reconnecting'
/** hurry: there is reason to think that the platform can be reached, so do not wait any longer. */
export type Socket = { close: () => void; hurry: () => void }
type Listeners = {
  frame: (frame: ServerFrame) => void
  /** Ready without a cursor: what happened before is not known to have arrived. */
  fresh: () => void
  status: (status: LiveStatus) => void
  /** An attempt ended before `ready`, or the platform ended the session: it may be over. */
  lost: () => void
}

const firstWaitMs = 500
const longestWaitMs = 8_000
const handshakeMs = 10_000
// The platform closes the sockets of a session that has ended with this code.
const signedOutCode = 4401

export const openSocket = (url: string, on: Listeners): Socket => {
  let position = fromNow
  let socket: WebSocket | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let everReady = false
  let closed = false
  const away = () => on.status(everReady ? 'reconnecting' : 'connecting')

  const hear = (frame: ServerFrame) => {
    const fresh = position.cursor === undefined
    position = advance(position, frame)
    if (frame.type === 'ready') {
      everReady = true
      failures = 0
      on.status('live')
      if (fresh) on.fresh()
    }
    on.frame(frame)
  }
  const connect = () => {
    clearTimeout(timer)
    away()
    const mine = new WebSocket(url)
    socket = mine
    let ready = false
    const handshake = setTimeout(() => mine.close(), handshakeMs)
    mine.addEventListener('open', () => mine.send(JSON.stringify(resumeFrame(position))))
    mine.addEventListener('message', ({ data }) => {
      if (mine !== socket || closed) return
      const frame = JSON.parse(String(data)) as ServerFrame
      // The cursor was refused: what was missed cannot be told, so start from now.
      if (frame.type === 'refused' && frame.ref === undefined && !ready) {
        position = fromNow
        mine.close()
        return
      }
      if (frame.type === 'ready') {
        ready = true
        clearTimeout(handshake)
      }
      hear(frame)
    })
    mine.addEventListener('close', ({ code }) => {
      clearTimeout(handshake)
      if (mine !== socket || closed) return
      socket = undefined
      if (!ready || code === signedOutCode) on.lost()
      away()
      const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** failures++)
      timer = setTimeout(connect, wait * (0.75 + jitter() / 2))
    })
  }
  const hurry = () => {
    if (!closed && !socket && document.visibilityState === 'visible') connect()
  }
  window.addEventListener('online', hurry)
  document.addEventListener('visibilitychange', hurry)
  connect()
  return {
    hurry,
    close: () => {
      closed = true
      clearTimeout(timer)
      window.removeEventListener('online', hurry)
      document.removeEventListener('visibilitychange', hurry)
      socket?.close()
    }
  }
}
