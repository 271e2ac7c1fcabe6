// Serves the built web client: its files, and its one page for every address that is nobody else's.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import files from '@fastify/static'
import type { FastifyReply } from 'fastify'
import type { Config } from './base/config.ts'
import type { App } from './base/http.ts'
import { Refusal } from './base/refusal.ts'

const policy = (url: string): string => {
  const socket = url.replace(/^http/, 'ws')
  return `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self' ${socket}; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`
}

const others = ['/api', '/v1', '/oauth', '/log', '/.well-known']

/** Without a build (a platform for its API alone) every address of a page is route_missing. */
export const webRoutes = async (app: App, { url, webDir }: Pick<Config, 'url' | 'webDir'>): Promise<void> => {
  const page = join(webDir, 'index.html')
  if (!existsSync(page)) return
  const csp = policy(url)
  await app.register(files, {
    root: webDir,
    // The files are known at the start; nothing else of the folder can be asked for.
    wildcard: false,
    index: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const lasting = path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
      reply.headers({ 'content-security-policy': csp, 'cache-control': lasting })
    }
  })
  const sendPage = (reply: FastifyReply) => reply.sendFile('index.html', webDir)
  app.get('/', async (_request, reply) => sendPage(reply))
  app.get('/*', async (request, reply) => {
    const { pathname } = new URL(request.url, url)
    const under = others.find((prefix) => pathname === prefix || pathname.startsWith(`${prefix}/`))
    // People come to addresses of the login with their browsers; a mistyped one is answered like any other.
    if (under === '/oauth') void reply.header('vary', 'accept')
    if (under && !(under === '/oauth' && request.headers.accept?.includes('text/html')))
      throw new Refusal('route_missing')
    // A missing file is not a page of the client.
    if (/\.[a-z0-9]+$/.test(pathname)) throw new Refusal('route_missing')
    return sendPage(reply)
  })
}
