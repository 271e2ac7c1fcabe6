// Makes a site: its database, its pages, "Log in with Parley".
import cookies from '@fastify/cookie'
import forms from '@fastify/formbody'
import { parleyApp } from '@parley/sdk'
import fastify, { type FastifyRequest } from 'fastify'
import type { DatabaseSync } from 'node:sqlite'
import { callRoutes } from './calls/call-routes.ts'
import { callToken } from './calls/call-token.ts'
import { type Html, html } from './html.ts'
import { connectForm, connectionNotice, formKey, missingNotice, said } from './pages/notices.ts'
import { framedPage } from './pages/page.ts'
import { sayError } from './pages/say-error.ts'
import { may, readConnection } from './people/connection.ts'
import { answerFailures } from './routes/answer-failures.ts'
import { arrive } from './routes/arrive.ts'
import { loginRoutes } from './routes/login-routes.ts'
import { protect } from './routes/protect.ts'
import { lookIntoAssets, serveAssets } from './routes/serve-assets.ts'
import { settingsRoutes } from './routes/settings-routes.ts'
import { siteCookies } from './routes/site-cookies.ts'
import { asked, checkForm, fields, visitor } from './routes/visit.ts'
import { actAt, showAt } from './routes/visits.ts'
import { openShares } from './shares/open-shares.ts'
import { shareSchema } from './shares/share.ts'
import { shareRoutes } from './shares/share-routes.ts'
import { screenRoutes } from './screen/screen-routes.ts'
import type { Site, SiteOptions } from './site.ts'
import { keptInStore } from './store/kept-in-store.ts'
import { openStore } from './store/open-store.ts'
import { receiptsInStore } from './store/receipts-in-store.ts'

const sayings: Record<string, string> = {
  denied: 'You did not agree, so nothing was connected.',
  stale: 'That login was too old or was used already. Please start it again.',
  out: 'You are logged out.',
  returned: 'The permission was given back.',
  token: 'A new secret was made. The old one no longer works.'
}

/** How long a client may take, in milliseconds: for its headers, and for a whole request, with room for a large file over a slow line. */
const patience = { headersTimeout: 10_000, requestTimeout: 300_000, connectionsCheckingInterval: 2000 }

const makeApp = () =>
  fastify({
    logger: { level: 'warn' },
    bodyLimit: 64 * 1024,
    forceCloseConnections: true,
    requestTimeout: patience.requestTimeout,
    http: patience,
    // It listens on this machine only, so whoever calls from elsewhere comes by a proxy here, which says who they are.
    trustProxy: 'loopback'
  })

/** A database that cannot be written, because the disk or a lock does not let it, makes the app useless. */
const isWell = (db: DatabaseSync): boolean => {
  try {
    db.exec('begin immediate; rollback')
    return true
  } catch {
    return false
  }
}

const loginForm = (label = 'Log in with Parley', returnTo = '/'): Html =>
  html`<form method="post" action="/login">
    <input type="hidden" name="return_to" value="${returnTo}" /><button class="primary large">${label}</button>
  </form>`

/** The database, and the SDK's app that keeps its sessions and receipts there. */
const openParley = (slug: string, { config, schema = '', shares }: SiteOptions) => {
  const db = openStore(config.dataDir, slug, `${shares ? shareSchema : ''}${schema}`)
  const parleyStore = keptInStore(db)
  const parley = parleyApp({
    platform: config.parley,
    clientId: config.clientId,
    ...(config.clientSecret && { clientSecret: config.clientSecret }),
    ...(config.clientKey && { clientKey: config.clientKey }),
    redirectUri: `${config.url}/callback`,
    store: parleyStore,
    receipts: receiptsInStore(db)
  })
  return { db, parleyStore, parley }
}

/** A port that cannot be used closes everything again. What waited to be sent goes out now. */
const listen = async ({ app, config, options, shares, close }: Site): Promise<void> => {
  try {
    await app.listen({ port: config.port, host: 'localhost' })
    if (options.shares) shares.wake()
  } catch (error) {
    await close()
    throw error
  }
}

const makeSite = (options: SiteOptions): Site => {
  const { name, config } = options
  const slug = name.toLowerCase().replaceAll(' ', '-')
  const own = siteCookies({ slug, url: config.url })
  const { db, parleyStore, parley } = openParley(slug, options)
  const app = makeApp()
  const words = { ...sayings, ...options.sayings }
  const frame = { ...options, ...lookIntoAssets(options.assets) }
  const close = async (): Promise<void> => {
    await app.close()
    await site.shares.close()
    db.close()
  }
  const saidIn = (request: FastifyRequest): Html | undefined => {
    const word = asked(request, 'said')
    return said(Object.hasOwn(words, word) ? words[word] : undefined)
  }
  const parts: Omit<Site, 'shares'> = {
    options,
    slug,
    config,
    app,
    db,
    parley,
    parleyStore,
    show: (path, act) => showAt(site, path, act),
    act: (path, act) => actAt(site, path, act),
    page: (page) => framedPage(frame, page),
    visitor: (request) => visitor(db, own, request),
    formVisitor: (request) => checkForm(visitor(db, own, request), fields(request)('form_key')),
    formKey,
    loginForm,
    connectForm,
    arrive: (reply, session) => arrive({ db, parley, cookies: own }, reply, session),
    calls: (calls, routes) => callRoutes(site, calls, routes),
    callToken: (person) => callToken(db, person.id),
    screen: (path, screen) => screenRoutes(site, path, screen),
    sections: [],
    openPaths: [...(options.openPaths ?? [])],
    connection: (person) => readConnection(parley, person),
    may,
    connectionNotice: (browser, connection, returnTo) => connectionNotice(options, browser, connection, returnTo),
    missingNotice: (browser, connection, right, returnTo) =>
      missingNotice(options, browser, { connection, right, returnTo }),
    said,
    saidIn,
    sayError: (error) => sayError(name, options.errorTexts ?? {}, error),
    listen: () => listen(site),
    close
  }
  const site: Site = Object.assign(parts, { shares: openShares(parts) })
  return site
}

/**
 * Opens the database and makes the built-in routes; add your own, then call listen(). Throws when the folder cannot be used or a script is
 * missing.
 */
export const openSite = async (options: SiteOptions): Promise<Site> => {
  const site = makeSite(options)
  const { app } = site
  try {
    // First, so that every later hook and every failure page knows who is there.
    await app.register(cookies)
    protect(site)
    answerFailures(site)
    await app.register(forms)
    await serveAssets(app, options)
    app.get('/healthz', async (_request, reply) => {
      const ok = isWell(site.db)
      return reply.code(ok ? 200 : 503).send({ ok })
    })
    await app.register(async (scope) => loginRoutes(scope, site))
    settingsRoutes(site)
    if (options.shares) shareRoutes(site, options.shares)
    return site
  } catch (error) {
    await site.close()
    throw error
  }
}
