// People in pairs, each with a live socket, who write to one another and note how long a message takes.
import { once } from 'node:events'
import { WebSocket } from 'ws'

const textChars = 100

/** A person with an open socket in one direct conversation. */
export type Talker = {
  /** Sends the next message; onSent is called when it is durable. */
  say: () => void
  onSent: () => void
  /** Called with the milliseconds since the other one sent it. */
  onDelivered: (latencyMs: number) => void
  close: () => void
}

type Asked = { status: number; body: unknown; cookie: string }

const ask = async (url: string, cookie: string, method: string, path: string, body?: unknown): Promise<Asked> => {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { origin: url, cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) })
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
  return {
    status: answer.status,
    body: text === '' ? undefined : JSON.parse(text),
    cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  }
}

const signUp = async (url: string, handle: string): Promise<{ id: string; cookie: string }> => {
  const { body, cookie } = await ask(url, '', 'POST', '/api/sign-up', {
    handle,
    name: handle,
    password: 'lantern meadow 27 quartz'
  })
  return { id: (body as { id: string }).id, cookie }
}

let counter = 0
// Scattered like random ids, but without the cost of making them.
const nextId = (): string => {
  counter += 1
  const scattered = (BigInt(counter) * 0x9e37_79b9_7f4bn) & 0xffff_ffff_ffffn
  const hex = scattered.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-4000-8000-${counter.toString(16).padStart(12, '0')}`
}

const talk = async (url: string, cookie: string, person: string, conversation: string): Promise<Talker> => {
  const ws = new WebSocket(`${url.replace('http', 'ws')}/api/live`, {
    headers: { origin: url, cookie },
    perMessageDeflate: false,
    skipUTF8Validation: true
  })
  await once(ws, 'open')
  const talker: Talker = {
    say: () => {
      const text = `${performance.now().toFixed(3)} `.padEnd(textChars, 'x')
      ws.send(`{"type":"send","ref":1,"conversation":"${conversation}","clientId":"${nextId()}","text":"${text}"}`)
    },
    onSent: () => {},
    onDelivered: () => {},
    close: () => ws.terminate()
  }
  const ready = new Promise<void>((resolve, reject) => {
    ws.on('message', (data) => {
      const frame = JSON.parse(String(data)) as { type: string; events: { person: string; text: string }[] }
      if (frame.type === 'sent') talker.onSent()
      else if (frame.type === 'events') {
        const now = performance.now()
        for (const event of frame.events)
          if (event.person !== person) talker.onDelivered(now - Number.parseFloat(event.text))
      } else if (frame.type === 'ready') resolve()
      else if (frame.type === 'refused') reject(new Error(String(data)))
    })
  })
  ws.send('{"type":"resume"}')
  await ready
  return talker
}

const openPair = async (url: string, number: number): Promise<Talker[]> => {
  const [a, b] = await Promise.all([signUp(url, `left_${number}`), signUp(url, `right_${number}`)])
  await ask(url, a.cookie, 'POST', '/api/friend-requests', { handle: `right_${number}` })
  await ask(url, b.cookie, 'POST', `/api/friend-requests/${a.id}/accept`, {})
  const { body } = await ask(url, a.cookie, 'POST', '/api/conversations', { kind: 'direct', person: b.id })
  const conversation = (body as { id: string }).id
  return Promise.all([a, b].map(({ id, cookie }) => talk(url, cookie, id, conversation)))
}

/** Signs up two people per pair over HTTP, makes them friends and opens their sockets. */
export const openPairs = async (url: string, pairs: number): Promise<Talker[]> => {
  const talkers: Talker[] = []
  for (let number = 0; number < pairs; number += 5) {
    const some = Array.from({ length: Math.min(5, pairs - number) }, (_, n) => openPair(url, number + n))
    talkers.push(...(await Promise.all(some)).flat())
  }
  return talkers
}
