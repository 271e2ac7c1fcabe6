// A log as files over HTTP, which a test may bend.
import { once } from 'node:events'
import { createServer } from 'node:http'

export type ServedLog = {
  url: string
  /** By path below the address. */
  files: Map<string, Uint8Array>
  /** Answers everything with this instead. */
  instead: { status: number; bytes: Uint8Array } | undefined
  requests: () => number
  close: () => Promise<void>
}

export const serveLog = async (files: Map<string, Uint8Array>): Promise<ServedLog> => {
  let requests = 0
  const served: ServedLog = {
    url: '',
    files,
    instead: undefined,
    requests: () => requests,
    close: async () => {
      server.close()
      server.closeAllConnections()
    }
  }
  const server = createServer((request, response) => {
    requests++
    const bytes = served.files.get((request.url ?? '').slice(1))
    const { status, bytes: body } = served.instead ?? { status: bytes ? 200 : 404, bytes: bytes ?? new Uint8Array() }
    response.writeHead(status).end(body)
  }).listen(0)
  await once(server, 'listening')
  const address = server.address()
  served.url = `http://localhost:${typeof address === 'object' && address ? address.port : 0}`
  return served
}
