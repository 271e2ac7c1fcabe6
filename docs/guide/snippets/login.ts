// "Log in with Parley" in a server without a framework.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { ParleyApp, Session } from '@parley/sdk'

export const loginServer = (parley: ParleyApp, welcome: (session: Session) => string) => {
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.url === '/login') {
      const ask = { actions: ['read', 'write', 'delete'], friends: true, messages: 'own' } as const
      const { url, attempt } = await parley.login.start({ ask })
      response.setHeader('set-cookie', `attempt=${attempt}; HttpOnly; SameSite=Lax; Path=/`)
      response.writeHead(303, { location: url }).end()
    } else {
      const attempt = /(?:^|; )attempt=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]
      const session = await parley.login.finish({ attempt, url: request.url ?? '' })
      response.end(welcome(session)) // keep session.id with your own user
    }
  }
  return createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(400).end(String(error)))
  })
}
