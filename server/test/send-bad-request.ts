// Sends a bad request with the credentials of whoever may send it, and judges the answer.
import { refusals } from '@parley/protocol/api/refusals.ts'
import { sendRaw, type RawAnswer, type RawConnection } from '@parley/world/raw-http.ts'
import { makeProof } from '@parley/world/test-proof.ts'
import type { BadRequest, Credentials } from './bad-request.ts'
import type { Actor, BadWorld } from './bad-request-world.ts'

type Header = [name: string, value: string]

const replayed = new Map<string, string>()

const proofHeaders = (
  credentials: Extract<Credentials, { by: 'proof' }>,
  { token, key }: Actor,
  method: string,
  url: string
): Header[] => {
  const { proof } = credentials
  const authorization: Header = ['Authorization', `DPoP ${token}`]
  const make = (change = {}): string => makeProof(key, { method, url, token }, change)
  if (typeof proof === 'object') return [authorization, ['DPoP', make(proof)]]
  switch (proof) {
    case 'good':
      return [authorization, ['DPoP', make()]]
    case 'none':
      return [authorization]
    case 'twice':
      return [authorization, ['DPoP', `${make()}, ${make()}`]]
    case 'two headers':
      return [authorization, ['DPoP', make()], ['DPoP', make()]]
    case 'garbage':
      return [authorization, ['DPoP', 'e30.e30.']]
    case 'replayed': {
      // Bound to one method and address, so that it fails for nothing but its age of one use.
      const known = `${token} ${method} ${url}`
      const used = replayed.get(known) ?? make()
      replayed.set(known, used)
      return [authorization, ['DPoP', used]]
    }
  }
}

const credentialHeaders = (request: BadRequest, actor: Actor, url: string): Header[] => {
  const { credentials, method, target } = request
  const { cookie } = actor.person
  switch (credentials.by) {
    case 'nobody':
      return []
    case 'cookie':
      return [['Cookie', cookie]]
    case 'cookie among others':
      return [['Cookie', `__proto__=1; a="b; ${cookie}; %zz=%zz`]]
    case 'wrong cookie':
      return [['Cookie', `parley_session=${'%E0%A4%A'.repeat(3)}`]]
    case 'proof': {
      const address = URL.parse(`${url}${target}`)
      return proofHeaders(credentials, actor, method, address ? address.href.replace(/[?#].*$/, '') : url)
    }
  }
}

const bytesOf = (request: BadRequest, actor: Actor, url: string): Buffer => {
  const { method, target, body, broken } = request
  const headers: Header[] = [
    ['Host', new URL(url).host],
    ...request.headers.map(([name, value]): Header => [name, name === 'Origin' && value === 'own' ? url : value]),
    ...credentialHeaders(request, actor, url)
  ]
  const length = body?.length ?? 0
  if (broken === 'bad chunk') headers.push(['Transfer-Encoding', 'chunked'])
  else if (broken === 'two lengths') headers.push(['Content-Length', '1'], ['Content-Length', '2'])
  else if (broken === 'length too long') headers.push(['Content-Length', String(length + 9)])
  else if (broken === 'length too short') headers.push(['Content-Length', String(Math.max(0, length - 1))])
  else if (body !== undefined) headers.push(['Content-Length', String(length)])
  if (broken === 'NUL in a header') headers.push(['X-Odd', 'a\u0000b'])
  const head = Buffer.from(
    `${method} ${target} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
    'latin1'
  )
  const all = Buffer.concat([
    head,
    broken === 'bad chunk' ? Buffer.from('zz\r\n') : Buffer.alloc(0),
    body ?? Buffer.alloc(0)
  ])
  return broken === 'cut' ? all.subarray(0, Math.floor(all.length * 0.7)) : all
}

/** isPlain: of /api and /v1, whose refusals are all problem documents. */
const faultOf = (answer: RawAnswer, request: BadRequest, isPlain: boolean): string | undefined => {
  const { status, headers, body } = answer
  if (status >= 500 || !(status >= 100)) return `answered ${status}`
  if (request.isRefused && status < 400) return `answered ${status} to what the document forbids`
  if (!isPlain || status < 400 || request.method === 'HEAD') return undefined
  if (headers['content-type'] !== 'application/problem+json; charset=utf-8')
    return `refused as ${headers['content-type']}`
  const problem = JSON.parse(String(body)) as { code?: string; status?: number }
  const known = (refusals as Record<string, { status: number }>)[problem.code ?? '']
  if (!known) return `refused with the unknown code ${problem.code}`
  return known.status === status && problem.status === status ? undefined : `refused with ${status} as ${problem.code}`
}

const shown = (bytes: Buffer): string => JSON.stringify(bytes.toString('latin1').slice(0, 1500))

export type Outcome = { request: BadRequest; answers: RawAnswer[]; fault: string | undefined }

/** Only what is surely refused is sent as ana; what may cost rights is sent as mallory. */
const actorOf = ({ isRefused, endsRights }: BadRequest, { ana, eve, mallory }: BadWorld): Actor =>
  isRefused ? ana : endsRights ? mallory : eve

export const sendBadRequest = async (
  world: BadWorld,
  connection: RawConnection,
  request: BadRequest
): Promise<Outcome> => {
  const { url, config } = world.parley
  const bytes = bytesOf(request, actorOf(request, world), url)
  // What an intermediary or a switch of protocol would make of it is not HTTP any more, so it gets its own connection too.
  const isApart = request.broken !== undefined || request.headers.some(([name]) => name === 'Upgrade')
  const answer = isApart ? undefined : await connection.send(bytes, request.method === 'HEAD')
  const raw = {
    isHead: request.method === 'HEAD',
    isCut: request.broken === 'cut' || request.broken === 'length too long'
  }
  const answers = isApart ? await sendRaw(config.port, bytes, raw) : answer ? [answer] : []
  const isPlain = /^\/(api|v1)\//.test(request.target)
  const faults = answers.flatMap((each) => faultOf(each, request, isPlain) ?? [])
  if (answers.length === 0 && !isApart) faults.push('was not answered')
  const body = String(answers[0]?.body ?? '').slice(0, 500)
  return { request, answers, fault: faults[0] && `${request.operation} ${faults[0]}\n${shown(bytes)}\n${body}` }
}
