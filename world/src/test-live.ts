// A person's live socket for tests: keeps every frame, knows its cursor, and resumes as a client does.
import { once } from 'node:events'
import type { ConversationEvent } from '@parley/protocol/api/events.ts'
import type { ClientFrame, ServerFrame } from '@parley/protocol/api/live.ts'
import { WebSocket } from 'ws'

export type Position = { cursor?: string; have: Record<string, number> }
type Who = { cookie: string }

const silenceMsMax = 20_000

export class TestLive {
  readonly frames: ServerFrame[] = []
  readonly ws: WebSocket
  position: Position
  /** Settles when the socket has closed. */
  readonly closed: Promise<{ code: number; reason: string }>
  #waiting: (() => void)[] = []

  constructor(url: string, { cookie }: Who, position: Position = { have: {} }, headers: Record<string, string> = {}) {
    this.position = position
    this.ws = new WebSocket(`${url.replace('http', 'ws')}/api/live`, { headers: { cookie, origin: url, ...headers } })
    this.ws.on('error', () => {})
    this.ws.on('message', (data) => this.#hear(JSON.parse(String(data)) as ServerFrame))
    this.closed = new Promise((resolve) => {
      this.ws.on('close', (code, reason) => resolve({ code, reason: String(reason) }))
    })
    void this.closed.then(() => this.#wake())
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake()
  }

  #hear(frame: ServerFrame): void {
    this.frames.push(frame)
    if (frame.type === 'ready') this.position = { cursor: frame.cursor, have: {} }
    if (frame.type === 'events') this.position.have[frame.conversation] = frame.events.at(-1)!.seq
    this.#wake()
  }

  send(frame: ClientFrame | object): void {
    this.ws.send(JSON.stringify(frame))
  }

  /** Waits for a frame that is there or comes; fails after twenty seconds without any, and when the socket closes. */
  async until<T extends ServerFrame>(fits: (frame: ServerFrame) => frame is T): Promise<T>
  async until(fits: (frame: ServerFrame) => boolean): Promise<ServerFrame>
  async until(fits: (frame: ServerFrame) => boolean): Promise<ServerFrame> {
    let isLate = false
    const late = setTimeout(() => {
      isLate = true
      this.#wake()
    }, silenceMsMax)
    try {
      for (;;) {
        const frame = this.frames.find(fits)
        if (frame) return frame
        if (isLate || this.ws.readyState === WebSocket.CLOSED) {
          const why = isLate ? 'in time' : `before the socket closed with ${JSON.stringify(await this.closed)}`
          throw new Error(`The frame did not come ${why}; there are ${JSON.stringify(this.frames.slice(-5))}`)
        }
        await new Promise<void>((resolve) => this.#waiting.push(resolve))
        late.refresh()
      }
    } finally {
      clearTimeout(late)
    }
  }

  /** Sends the first frame and waits until everything missed is there. */
  async resume(): Promise<this> {
    if (this.ws.readyState === WebSocket.CONNECTING) await once(this.ws, 'open')
    this.send({ type: 'resume', ...(this.position.cursor !== undefined && this.position) })
    await this.until((frame) => frame.type === 'ready')
    return this
  }

  events(conversation: string): ConversationEvent[] {
    return this.frames.flatMap((f) => (f.type === 'events' && f.conversation === conversation ? f.events : []))
  }

  close(): void {
    this.ws.terminate()
  }
}

export const openLive = (url: string, person: Who, position?: Position): Promise<TestLive> =>
  new TestLive(url, person, position).resume()
