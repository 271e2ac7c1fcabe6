// What a client's frames do: resume, send, read; each answered, none taken for granted.
import type { Bus } from '../base/bus.ts'
import type { Limits } from '../base/limits.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { contentOf } from '../conversations/content-of.ts'
import { markRead } from '../conversations/mark-read.ts'
import type { MessageSender } from '../conversations/send-messages.ts'
import type { ClientFrame } from '@parley/protocol/api/live.ts'
import type { WebSocket } from 'ws'
import { checkFrame, parseFrame, refOf } from './client-frame.ts'
import { closeCodes, type Connection } from './connection.ts'

export type LiveParts = { sql: Sql; bus: Bus; limits: Limits; sender: MessageSender }

type Hearing = {
  parts: LiveParts
  connection: Connection
  resume: (frame: Extract<ClientFrame, { type: 'resume' }>) => Promise<void>
  /** For errors that are ours. */
  failed: (error: unknown) => void
}

const resumeWaitMs = 10_000

/** Listens until the socket closes. The first frame must be resume; frames of one socket are taken in their order. */
export const hearFrames = (ws: WebSocket, hearing: Hearing): void => {
  const { connection, parts } = hearing
  let state: 'new' | 'resumed' = 'new'
  let turn = Promise.resolve()

  const refuse = (ref: number | undefined, error: unknown): void => {
    if (!(error instanceof Refusal)) hearing.failed(error)
    const { code, title, detail } =
      error instanceof Refusal
        ? error.problem()
        : { code: 'bug', title: 'This is our mistake; the same again may work', detail: undefined }
    connection.send({
      type: 'refused',
      ...(ref !== undefined && { ref }),
      code,
      title,
      ...(detail !== undefined && { detail })
    })
  }

  const act = async (frame: ClientFrame): Promise<void> => {
    if ((frame.type === 'resume') !== (state === 'new'))
      throw new Refusal('invalid_request', { detail: 'The first frame is resume, and it comes once' })
    if (frame.type === 'resume') {
      state = 'resumed'
      // After a refused cursor the client may start over on the same socket.
      hearing.resume(frame).catch((error: unknown) => {
        state = 'new'
        refuse(undefined, error)
        if (!(error instanceof Refusal)) connection.close(closeCodes.bug, 'try again')
      })
    } else if (frame.type === 'send') await sendFrom(hearing, frame, refuse)
    else {
      const { conversation, seq } = frame
      markRead(parts, connection.person, conversation, seq, connection.id).catch((error) => refuse(undefined, error))
    }
  }

  const hear = async (bytes: Buffer, isBinary: boolean): Promise<void> => {
    if (connection.closed) return
    let ref: number | undefined
    try {
      await parts.limits.spend('frame by session', connection.session)
    } catch (error) {
      if (!(error instanceof Refusal)) hearing.failed(error)
      connection.close(closeCodes.abuse, 'too many frames')
      return
    }
    try {
      const value = parseFrame(bytes, isBinary)
      ref = refOf(value)
      await act(checkFrame(value))
    } catch (error) {
      refuse(ref, error)
    }
  }

  ws.on('message', (bytes, isBinary) => {
    turn = turn.then(() => hear(bytes as Buffer, isBinary))
  })
  const late = setTimeout(() => {
    if (state === 'new') connection.close(closeCodes.abuse, 'no resume')
  }, resumeWaitMs)
  ws.on('close', () => clearTimeout(late))
}

// The place in the order is taken before the next frame is heard; the answer comes when the message is durable.
const sendFrom = async (
  { parts, connection }: Hearing,
  frame: Extract<ClientFrame, { type: 'send' }>,
  refuse: (ref: number, error: unknown) => void
): Promise<void> => {
  const { ref, conversation, clientId: id, replyTo } = frame
  const content = contentOf(frame)
  await parts.limits.spend('send', connection.person)
  parts.sender.send({ conversation, person: connection.person, id, content, replyTo }).then(
    (sent) => connection.send({ type: 'sent', ref, ...sent }),
    (error) => refuse(ref, error)
  )
}
