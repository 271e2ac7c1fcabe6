// Answers over HTTP: add-checkpoint, the latest checkpoint of each log, the keys, and tags.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { formatVerifierKey } from '@parley/protocol/log/verifier-key.ts'
import type { Witness, WitnessParts } from './add-checkpoint.ts'
import type { Answer } from './answer.ts'
import type { AnswerTag } from './mirror/answer-tag.ts'
import type { WatchedLog } from './watched-log.ts'

export type Served = WitnessParts & {
  witness: Witness
  /** There in a mirror. */
  answerTag: AnswerTag | undefined
  mirrorKey: string | undefined
}

const bodyBytesMax = 256 * 1024
const missing: Answer = { status: 404, text: 'There is nothing here.\n' }

const readBody = async (request: IncomingMessage): Promise<Uint8Array | undefined> => {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length
    if (length > bodyBytesMax) return undefined
    parts.push(part)
  }
  return new Uint8Array(Buffer.concat(parts))
}

const post = async ({ witness }: Served, path: string, request: IncomingMessage): Promise<Answer> => {
  if (path !== '/add-checkpoint') return missing
  const body = await readBody(request)
  return body ? witness.addCheckpoint(body) : { status: 413, text: `At most ${bodyBytesMax} bytes.\n` }
}

const describe = ({ logs, signer, seen, contradictions, mirrorKey }: Served): string => {
  const lines = logs.map((log) => {
    const file = contradictions.fileOf(log)
    const size = seen.latest(log.origin)?.size ?? 0
    return `log ${log.origin}: signed ${size} entries${file === undefined ? '' : '; it has CONTRADICTED itself'}`
  })
  const keys = [formatVerifierKey(signer.key), ...(mirrorKey === undefined ? [] : [mirrorKey])]
  return `A witness of transparency logs (https://c2sp.org/tlog-witness)\n\n${[...keys.map((key) => `key ${key}`), ...lines].join('\n')}\n`
}

const getOfLog = async (served: Served, log: WatchedLog, rest: string, query: URLSearchParams): Promise<Answer> => {
  if (rest === 'checkpoint') {
    const seen = served.seen.latest(log.origin)
    return seen ? { status: 200, text: seen.note } : missing
  }
  const [, tag] = /^tag\/([0-9a-f]{32})$/.exec(rest) ?? []
  return tag === undefined || !served.answerTag ? missing : served.answerTag(log, tag, query.get('size'))
}

const get = async (served: Served, { pathname, searchParams }: URL): Promise<Answer> => {
  if (pathname === '/') return { status: 200, text: describe(served) }
  if (pathname === '/vkey') return { status: 200, text: `${formatVerifierKey(served.signer.key)}\n` }
  if (pathname === '/mirror-vkey' && served.mirrorKey !== undefined)
    return { status: 200, text: `${served.mirrorKey}\n` }
  const [, hash = '', rest = ''] = /^\/([0-9a-f]{64})\/(.+)$/.exec(pathname) ?? []
  const log = served.logs.find((one) => one.hash === hash)
  return log ? getOfLog(served, log, rest, searchParams) : missing
}

const answer = async (served: Served, request: IncomingMessage): Promise<Answer> => {
  const url = URL.parse(request.url ?? '', 'http://witness')
  if (!url) return { status: 400, text: 'This is no address.\n' }
  try {
    if (request.method === 'POST') return await post(served, url.pathname, request)
    if (request.method === 'GET' || request.method === 'HEAD') return await get(served, url)
    return { status: 405, text: 'GET or POST.\n' }
  } catch (error) {
    served.say(`a request failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    return { status: 500, text: 'This witness failed.\n' }
  }
}

/** Resolves when it listens. Port 0: any free one. */
export const serve = async (served: Served, { host, port }: { host: string; port: number }): Promise<Server> => {
  const server = createServer({ requestTimeout: 30_000 }, (request, response) => {
    void answer(served, request).then(({ status, type, text }) => {
      response.writeHead(status, {
        'content-type': type ?? 'text/plain; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        // Anybody's page may compare what this witness has seen with what the log says.
        'access-control-allow-origin': '*',
        // An unread rest of a body would be taken for the next request.
        ...(status === 413 && { connection: 'close' })
      })
      response.end(request.method === 'HEAD' ? undefined : text)
    })
  })
  server.listen(port, host)
  await once(server, 'listening')
  return server
}
