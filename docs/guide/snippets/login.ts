// "Log in with Parley" in a server without a framework.
import { createServer } from 'node:http'
import type { ParleyApp, Session } from '@parley/sdk'

const cookieOf = (header = ''): string | undefined => /(?:^|; )attempt=([^;]+)/.exec(header)?.[1]

export const loginServer = (parley: ParleyApp, welcome: (session: Session) => string) =>
  createServer(async (request, response) => {
    try {
      if (request.url === '/login') {
        const { url, attempt } = await parley.login.start({
          ask: { actions: ['read', 'write', 'delete'], friends: true, messages: 'own' }
        })
        response.setHeader('set-cookie', `attempt=${attempt}; HttpOnly; SameSite=Lax; Path=/`)
        response.writeHead(303, { location: url }).end()
      } else {
        const attempt = cookieOf(request.headers.cookie)
        response.end(welcome(await parley.login.finish({ attempt, url: request.url ?? '' })))
      }
    } catch (error) {
      response.writeHead(400).end(String(error))
    }
  })
