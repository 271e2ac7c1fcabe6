// People and apps that go on while the platform is killed under them, and remember what they were answered.
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import * as client from 'openid-client'
import type { ServerFrame } from '@parley/protocol/api/live.ts'
import { partnerHeaders, type TestActor } from '@parley/world/test-actor.ts'
import type { TestApp } from '@parley/world/test-login.ts'
import { ask, type TestPerson } from '@parley/world/test-person.ts'
import { WebSocket } from 'ws'
import { newId } from '../src/base/random.ts'

const pauseMs = 10
// While nobody answers, so that trying does not keep the platform from starting.
const retryMs = 100
// An answer that does not come is a lost one.
const answerMsMax = 8000

export type Page = { request: string; ids: string[] }
type Sent = { conversation: string; seq: number }

/** A loop never gives up on a send; what it was answered stands here. */
export class CrashLoad {
  readonly url: string
  readonly acknowledged = new Map<string, Sent>()
  readonly written = new Map<string, string>()
  readonly deleted = new Set<string>()
  readonly pages: Page[] = []
  readonly refusals: string[] = []
  refreshed = 0
  /** Requests whose answer never came, and sends that were therefore made again. */
  lost = 0
  #stopping = false
  #abandoned = false
  #loops: Promise<void>[] = []
  #sockets = new Set<WebSocket>()

  constructor(url: string) {
    this.url = url
  }

  #loop(step: () => Promise<void>): void {
    const run = async (): Promise<void> => {
      while (!this.#stopping) await step()
    }
    this.#loops.push(run())
  }

  /** Tries until an answer comes that is not a failure of the platform. */
  async #insist(
    attempt: (signal: AbortSignal) => Promise<{ status: number; body?: unknown }>
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    for (;;) {
      const answer = await attempt(AbortSignal.timeout(answerMsMax)).catch(() => undefined)
      if (answer && answer.status < 500) return answer as never
      this.lost += 1
      if (this.#abandoned) return { status: 0, body: {} }
      await sleep(retryMs)
    }
  }

  /** Sends one after the other over HTTP, each with its client id until it is acknowledged. */
  sendByHttp(person: TestPerson, conversation: string): void {
    this.#loop(async () => {
      const clientId = newId()
      const path = `/api/conversations/${conversation}/messages`
      const { status, body } = await this.#insist(() =>
        ask(this.url, person.cookie, 'POST', path, { clientId, text: `By HTTP ${clientId}` })
      )
      if (status === 201) this.acknowledged.set(clientId, { conversation, seq: body['seq'] as number })
      else this.refusals.push(`send ${status} ${JSON.stringify(body)}`)
    })
  }

  /** Keeps some sends under way on a socket; what was not acknowledged goes again over the next one. */
  sendBySocket(person: TestPerson, conversation: string, underWay = 4): void {
    const waiting = new Map<number, string>()
    let ref = 0
    const serve = (): Promise<void> =>
      new Promise((resolve) => {
        const ws = new WebSocket(`${this.url.replace('http', 'ws')}/api/live`, {
          headers: { cookie: person.cookie, origin: this.url }
        })
        const put = (at: number, clientId: string) =>
          ws.send(JSON.stringify({ type: 'send', ref: at, conversation, clientId, text: `By socket ${clientId}` }))
        const fill = (): void => {
          if (this.#stopping && waiting.size === 0) return ws.close()
          while (!this.#stopping && waiting.size < underWay) {
            const clientId = newId()
            waiting.set((ref += 1), clientId)
            put(ref, clientId)
          }
        }
        this.#sockets.add(ws)
        ws.on('error', () => {})
        ws.on('open', () => ws.send('{"type":"resume"}'))
        ws.on('message', (data) => {
          const frame = JSON.parse(String(data)) as ServerFrame
          if (frame.type === 'ready') {
            for (const [at, clientId] of waiting) put(at, clientId)
            fill()
          }
          if (frame.type === 'refused') {
            const clientId = waiting.get(frame.ref ?? -1)
            if (frame.code !== 'bug') this.refusals.push(JSON.stringify(frame))
            // The database was away when the socket resumed: the platform closes it, and it is opened again.
            else if (clientId === undefined) this.lost += 1
            // The database was away; the message may stand or not, and the same id is safe either way.
            else setTimeout(() => ws.readyState === WebSocket.OPEN && put(frame.ref ?? 0, clientId), retryMs)
          }
          if (frame.type !== 'sent') return
          this.acknowledged.set(frame.id, { conversation, seq: frame.seq })
          waiting.delete(frame.ref)
          fill()
        })
        ws.on('close', () => {
          this.#sockets.delete(ws)
          resolve()
        })
      })
    const run = async (): Promise<void> => {
      while (!this.#abandoned && (!this.#stopping || waiting.size > 0)) {
        await serve()
        this.lost += waiting.size
        await sleep(retryMs)
      }
    }
    this.#loops.push(run())
  }

  /** Writes through an app with one key until it is answered; every third message is deleted again. */
  write(actor: TestActor, conversation: string): void {
    let n = 0
    this.#loop(async () => {
      const key = newId()
      const path = `/v1/conversations/${conversation}/messages`
      const { status, body } = await this.#insist(() => actor.write(conversation, { text: `By app ${key}` }, key))
      const id = String(body['id'])
      if (status !== 201) return void this.refusals.push(`write ${status} ${JSON.stringify(body)}`)
      this.written.set(id, conversation)
      if ((n += 1) % 3 !== 0) return
      const gone = await this.#insist(() => actor.send('DELETE', `${path}/${id}`))
      if (gone.status === 200) this.deleted.add(id)
      else this.refusals.push(`delete ${gone.status} ${JSON.stringify(gone.body)}`)
    })
  }

  /** Walks a conversation page by page and begins again; only pages that arrived whole count. */
  read(actor: TestActor, conversation: string): void {
    let after = ''
    this.#loop(async () => {
      const path = `/v1/conversations/${conversation}/messages?limit=20${after && `&after=${after}`}`
      const headers = partnerHeaders(this, actor, 'GET', path)
      const answer = await ask(this.url, '', 'GET', path, undefined, headers).catch(() => undefined)
      if (!answer || answer.status >= 500) {
        this.lost += 1
        return sleep(retryMs).then(() => {})
      }
      if (answer.status !== 200) return void this.refusals.push(`read ${answer.status} ${JSON.stringify(answer.body)}`)
      const { items, next, more } = answer.body as { items: { id: string }[]; next: string; more: boolean }
      const request = createHash('sha256')
        .update(headers['dpop'] ?? '')
        .digest('hex')
      if (items.length > 0) this.pages.push({ request, ids: items.map(({ id }) => id) })
      after = more ? next : ''
      await sleep(pauseMs)
    })
  }

  /** Refreshes an app's tokens over and over, with the same refresh token until the answer arrives. */
  refresh({ config, dpop }: TestApp, tokens: client.TokenEndpointResponse): void {
    let token = tokens.refresh_token ?? ''
    this.#loop(async () => {
      try {
        const next = await client.refreshTokenGrant(config, token, undefined, { DPoP: dpop })
        token = next.refresh_token ?? token
        this.refreshed += 1
      } catch (error) {
        if (error instanceof client.ResponseBodyError && error.status < 500)
          this.refusals.push(`refresh ${error.error} ${error.error_description}`)
        else this.lost += 1
      }
      await sleep(pauseMs * 5)
    })
  }

  /** Ends the loops; sends that are under way are acknowledged first, so the platform has to be up. */
  async stop(): Promise<void> {
    this.#stopping = true
    await Promise.all(this.#loops)
  }

  /** Ends the loops whatever is under way; after a failure. */
  abandon(): void {
    this.#stopping = true
    this.#abandoned = true
    for (const ws of this.#sockets) ws.terminate()
  }

  counts(): string {
    const { acknowledged, written, deleted, pages, refreshed, lost } = this
    return `${acknowledged.size} messages sent, ${written.size} written and ${deleted.size} deleted by apps, ${pages.length} pages read, ${refreshed} refreshes; ${lost} answers lost`
  }
}
