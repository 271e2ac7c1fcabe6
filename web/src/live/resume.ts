// Where this client stands in the live stream, and how each frame moves it; pure, so that it can be tested without a socket.
import type { ClientFrame, ServerFrame } from '@parley/protocol/api/live.ts'

/** cursor: from the newest `ready`. have: the highest seq received live per conversation since that cursor. */
export type Position = { cursor?: string; have: Record<string, number> }

export const fromNow: Position = { have: {} }

/** The first frame on a new socket. */
export const resumeFrame = (position: Position): ClientFrame =>
  position.cursor === undefined ? { type: 'resume' } : { type: 'resume', cursor: position.cursor, have: position.have }

export const advance = (position: Position, frame: ServerFrame): Position => {
  if (frame.type === 'ready') return { cursor: frame.cursor, have: {} }
  if (frame.type !== 'events') return position
  const last = frame.events.at(-1)
  if (!last || last.seq <= (position.have[frame.conversation] ?? 0)) return position
  return { ...position, have: { ...position.have, [frame.conversation]: last.seq } }
}
