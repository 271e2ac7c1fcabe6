// Starts the app: its database, its pages, its scrobble address.
import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import cookies from '@fastify/cookie'
import forms from '@fastify/formbody'
import files from '@fastify/static'
import { parleyApp } from '@parley/sdk'
import fastify, { type FastifyInstance } from 'fastify'
import type { Config } from './config.ts'
import { listenRoutes } from './listens/listen-routes.ts'
import { failurePage } from './pages/failure-page.ts'
import { sayError } from './pages/say-error.ts'
import { newId } from './random.ts'
import { loginRoutes } from './routes/login-routes.ts'
import { pageRoutes } from './routes/page-routes.ts'
import { shareRoutes } from './routes/share-routes.ts'
import { type Deps, Refused, send, visitor } from './routes/visit.ts'
import { keptInStore } from './store/kept-in-store.ts'
import { openStore } from './store/open-store.ts'
import { receiptsInStore } from './store/receipts-in-store.ts'

export type Music = { url: string; close: () => Promise<void> }

/** The scripts of src/client, and the clock that they read, as browsers take them: the same files, less their types. */
const serveScripts = (app: FastifyInstance): void => {
  const files = readdirSync(new URL('client/', import.meta.url)).filter((name) => /^[a-z-]+\.ts$/.test(name))
  for (const name of ['clock.ts', ...files.map((file) => `client/${file}`)]) {
    const script = stripTypeScriptTypes(readFileSync(new URL(name, import.meta.url), 'utf8'))
    app.get(`/assets/${name}`, async (_request, reply) =>
      reply.type('text/javascript; charset=utf-8').header('cache-control', 'no-cache').send(script)
    )
  }
}

const protect = (app: FastifyInstance, config: Config): void => {
  // A form may lead to Parley's login, so form-action names it; browsers apply the rule to redirects as well.
  const policy = `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self' ${new URL(config.parley).origin}; frame-ancestors 'none'; base-uri 'none'`
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store'
    })
    const { origin } = request.headers
    if (request.method === 'POST' && !request.url.startsWith('/1/') && origin !== undefined && origin !== config.url) {
      throw new Refused(403, 'This form came from another site', 'Open Music itself, then try again.')
    }
  })
}

const answerFailures = (app: FastifyInstance, deps: Deps): void => {
  app.setNotFoundHandler((request, reply) =>
    send(reply, failurePage(visitor(deps, request), 'Nothing here', 'There is no page at this address.'), 404)
  )
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const browser = visitor(deps, request)
    if (error instanceof Refused) return send(reply, failurePage(browser, error.title, error.message), error.status)
    const text = sayError(error)
    if (text) return send(reply, failurePage(browser, 'That did not work', text), 502)
    if (error.statusCode && error.statusCode < 500) {
      return send(reply, failurePage(browser, 'That was not understood', 'Go back and try again.'), error.statusCode)
    }
    const id = newId()
    request.log.error({ err: error, id }, 'fault')
    return send(reply, failurePage(browser, 'Something broke here', `It was written down as ${id}.`), 500)
  })
}

/** Starts listening. Throws when the port or the folder cannot be used. close() ends open requests, then the database. */
export const startMusic = async (config: Config): Promise<Music> => {
  const db = openStore(config.dataDir)
  const parley = parleyApp({
    platform: config.parley,
    clientId: config.clientId,
    clientSecret: config.clientSecret,
    redirectUri: `${config.url}/callback`,
    store: keptInStore(db),
    receipts: receiptsInStore(db)
  })
  const deps: Deps = { config, db, parley }
  const app = fastify({ logger: { level: 'warn' }, bodyLimit: 64 * 1024, forceCloseConnections: true })
  try {
    // First, so that every later hook and every failure page knows who is there.
    await app.register(cookies)
    protect(app, config)
    answerFailures(app, deps)
    await app.register(forms)
    await app.register(files, { root: new URL('../public', import.meta.url), prefix: '/assets/', cacheControl: false })
    serveScripts(app)
    app.get('/healthz', async () => ({ ok: true }))
    await app.register(async (scope) => listenRoutes(scope, db), { prefix: '/1' })
    await app.register(async (scope) => loginRoutes(scope, deps))
    pageRoutes(app, deps)
    shareRoutes(app, deps)
    await app.listen({ port: config.port, host: 'localhost' })
  } catch (error) {
    await app.close()
    db.close()
    throw error
  }
  return {
    url: config.url,
    close: async () => {
      await app.close()
      db.close()
    }
  }
}
