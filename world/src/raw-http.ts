// Sends bytes over HTTP/1.1 exactly as given, well formed or not, and reads what comes back.
import { connect, type Socket } from 'node:net'

export type RawAnswer = { status: number; headers: Record<string, string>; body: Buffer }

const end = Buffer.from('\r\n\r\n')

type Part = { body: Buffer; bytes: number }

const chunked = (bytes: Buffer): Part | undefined => {
  const parts: Buffer[] = []
  for (let at = 0; ;) {
    const line = bytes.indexOf('\r\n', at)
    if (line < 0) return undefined
    const size = Number.parseInt(bytes.toString('latin1', at, line), 16)
    const after = line + 2 + size + 2
    if (bytes.length < after) return undefined
    if (size === 0) return { body: Buffer.concat(parts), bytes: after }
    parts.push(bytes.subarray(line + 2, line + 2 + size))
    at = after
  }
}

/** The first answer in the bytes and how many of them it takes; undefined when it is not whole. isOver: no more bytes will come. */
const readAnswer = (bytes: Buffer, isHead: boolean, isOver: boolean): (RawAnswer & { bytes: number }) | undefined => {
  const head = bytes.indexOf(end)
  if (head < 0) return undefined
  const [first = '', ...lines] = bytes.toString('latin1', 0, head).split('\r\n')
  const status = Number(first.split(' ')[1])
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const colon = line.indexOf(':')
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim()
  }
  const from = head + end.length
  const rest = bytes.subarray(from)
  const found = (part: Part | undefined) => part && { status, headers, body: part.body, bytes: from + part.bytes }
  if (isHead || status === 204 || status === 304 || status < 200) return found({ body: Buffer.alloc(0), bytes: 0 })
  if (headers['transfer-encoding']?.includes('chunked')) return found(chunked(rest))
  const length = headers['content-length']
  if (length !== undefined) {
    const bytesMax = Number(length)
    return found(rest.length < bytesMax ? undefined : { body: rest.subarray(0, bytesMax), bytes: bytesMax })
  }
  return found(isOver ? { body: rest, bytes: rest.length } : undefined)
}

type Waiting = { isHead: boolean; resolve: (answer: RawAnswer | undefined) => void }

/** A connection that is kept open and carries one request at a time. */
export class RawConnection {
  readonly #port: number
  #socket: Socket | undefined
  #bytes = Buffer.alloc(0)
  #waiting: Waiting | undefined

  constructor(port: number) {
    this.#port = port
  }

  #open(): Socket {
    const socket = connect(this.#port, 'localhost')
    this.#bytes = Buffer.alloc(0)
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      if (socket !== this.#socket) return
      this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk])
      this.#settle(false)
    })
    socket.on('close', () => {
      if (socket !== this.#socket) return
      this.#socket = undefined
      this.#settle(true)
    })
    return socket
  }

  #settle(isOver: boolean): void {
    const waiting = this.#waiting
    if (!waiting) return
    const answer = readAnswer(this.#bytes, waiting.isHead, isOver)
    if (!answer && !isOver) return
    this.#waiting = undefined
    this.#bytes = answer ? this.#bytes.subarray(answer.bytes) : Buffer.alloc(0)
    if (answer?.headers['connection'] === 'close') this.close()
    waiting.resolve(answer)
  }

  /** undefined when the server hung up without an answer. */
  send(bytes: Uint8Array, isHead = false): Promise<RawAnswer | undefined> {
    return new Promise((resolve) => {
      this.#socket ??= this.#open()
      this.#waiting = { isHead, resolve }
      this.#socket.write(bytes)
    })
  }

  close(): void {
    const socket = this.#socket
    this.#socket = undefined
    socket?.destroy()
  }
}

const patienceMs = 100

/** isCut: the server may wait for more bytes than these, and need not answer before the sending side is closed. */
export type RawRequest = { isHead?: boolean; isCut?: boolean }

/**
 * One connection for these bytes alone; every answer that came back. The sending side is closed, and with it goes what is not answered yet,
 * when no answer comes for a while: no other after the first, or none to bytes that are cut.
 */
export const sendRaw = (
  port: number,
  bytes: Uint8Array,
  { isHead = false, isCut = false }: RawRequest = {}
): Promise<RawAnswer[]> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = []
    const socket = connect(port, 'localhost', () => socket.write(bytes, () => isCut && waitForMore()))
    const waitForMore = () => socket.setTimeout(patienceMs, () => socket.end())
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      if (socket.timeout === undefined && readAnswer(Buffer.concat(chunks), isHead, false)) waitForMore()
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      const answers: RawAnswer[] = []
      for (let rest = Buffer.concat(chunks); rest.length > 0;) {
        const answer = readAnswer(rest, isHead && answers.length === 0, true)
        if (!answer) break
        answers.push(answer)
        rest = rest.subarray(answer.bytes)
      }
      resolve(answers)
    })
  })
