// One lasting connection to the live stream: resumes where it was, comes back by itself, waits longer each time it fails.
import type { ClientFrame, ServerFrame } from '@parley/protocol/api/live.ts'
import { jitter } from '../random.ts'
import { advance, fromNow, type Position, resumeFrame } from './resume.ts'

/** live: everything up to now has arrived. reconnecting: it was live and is not now. */
export type LiveStatus = 'connecting' | 'live' | 'reconnecting'
/** hurry: there is reason to think that the platform can be reached, so do not wait any longer. */
export type Socket = { close: () => void; hurry: () => void }

const firstWaitMs = 500
const longestWaitMs = 8_000
const handshakeMs = 10_000
// The platform closes the sockets of a session that has ended with this code.
const signedOutCode = 4401

/** lost is called when an attempt ends before `ready` or the platform says so: the session may be over. */
export const openSocket = (
  url: string,
  on: { frame: (frame: ServerFrame) => void; status: (status: LiveStatus) => void; lost: () => void }
): Socket => {
  let position: Position = fromNow
  let socket: WebSocket | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let everReady = false
  let closed = false

  const connect = () => {
    clearTimeout(timer)
    on.status(everReady ? 'reconnecting' : 'connecting')
    const mine = new WebSocket(url)
    socket = mine
    let ready = false
    const handshake = setTimeout(() => mine.close(), handshakeMs)
    mine.onopen = () => mine.send(JSON.stringify(resumeFrame(position) satisfies ClientFrame))
    mine.onmessage = (message) => {
      if (mine !== socket || closed) return
      const frame = JSON.parse(String(message.data)) as ServerFrame
      // The cursor was refused: what was missed cannot be told, so start from now and let the lists be asked for again.
      if (frame.type === 'refused' && frame.ref === undefined && !ready) {
        position = fromNow
        mine.close()
        return
      }
      position = advance(position, frame)
      if (frame.type === 'ready') {
        clearTimeout(handshake)
        ready = everReady = true
        failures = 0
        on.status('live')
      }
      on.frame(frame)
    }
    mine.onclose = ({ code }) => {
      clearTimeout(handshake)
      if (mine !== socket || closed) return
      socket = undefined
      if (!ready || code === signedOutCode) on.lost()
      on.status(everReady ? 'reconnecting' : 'connecting')
      const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** failures++)
      timer = setTimeout(connect, wait * (0.75 + jitter() / 2))
    }
  }

  const hurry = () => {
    if (closed || socket || document.visibilityState === 'hidden') return
    connect()
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
