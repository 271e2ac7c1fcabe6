// /oauth/interaction/:uid: the pages on which a login asks the person something, and what they answer.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type Provider from 'oidc-provider'
import type { Barrier } from '../base/barrier.ts'
import type { Bus } from '../base/bus.ts'
import type { Config } from '../base/config.ts'
import type { App } from '../base/http.ts'
import type { Limits } from '../base/limits.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { answerConsent } from './answer-consent.ts'
import { answerSignIn, goOnAs } from './answer-sign-in.ts'
import { formSeal } from './csrf.ts'
import { finishInteraction } from './finish-interaction.ts'
import { loadInteraction, type Interaction } from './load-interaction.ts'
import { offerSigning } from './offer-signing.ts'
import { messagePage, pageHeaders } from './page.ts'
import { personHere, type PersonHere } from './person-here.ts'
import { showConsent } from './show-consent.ts'
import { showSignIn } from './show-sign-in.ts'

export type InteractionParts = {
  provider: Provider
  config: Config
  secret: string
  sql: Sql
  bus: Bus
  barrier: Barrier
  limits: Limits
}

/** One request about one interaction. */
export type Turn = {
  parts: InteractionParts
  request: FastifyRequest
  reply: FastifyReply
  interaction: Interaction
  here: PersonHere | undefined
  form: URLSearchParams
  csrf: string
}

const assets = { 'page.css': 'text/css', 'passkey.mjs': 'text/javascript', 'sign-consent.mjs': 'text/javascript' }

const serveAssets = async (app: App): Promise<void> => {
  for (const [name, type] of Object.entries(assets)) {
    const text = await readFile(join(import.meta.dirname, name), 'utf8')
    app.get(`/oauth/${name}`, async (_request, reply) =>
      reply.type(`${type}; charset=utf-8`).header('cache-control', 'public, max-age=300').send(text)
    )
  }
}

const titles: Partial<Record<Refusal['code'], string>> = {
  consent_stale: 'This page is out of date',
  rate_limited: 'Too many tries'
}

const stale = 'Go back to the app and try again.'
const json = 'application/json; charset=utf-8'

const isForScript = ({ routeOptions }: FastifyRequest): boolean => routeOptions.url?.endsWith('/sign') ?? false

// Whoever is at this page is a person with a browser, so refusals are pages; the script of a page gets the sentence to show.
const sendRefusal = (refusal: Refusal, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  if (refusal.more.retryAfter !== undefined) void reply.header('retry-after', refusal.more.retryAfter)
  const text = refusal.more.detail ?? `${refusal.problem().title}.`
  // A page has the first half of that sentence as its title.
  const below = refusal.code === 'consent_stale' && refusal.more.detail === undefined ? stale : text
  if (isForScript(request)) return reply.status(refusal.status).type(json).send({ problem: text })
  return reply
    .status(refusal.status)
    .headers(pageHeaders())
    .type('text/html; charset=utf-8')
    .send(messagePage(titles[refusal.code] ?? 'This cannot be done', below).markup)
}

const checkForm = (turn: Turn): void => {
  const { parts, request, interaction, here, form } = turn
  const { origin } = request.headers
  if (origin !== undefined && origin !== parts.config.url) throw new Refusal('foreign_origin')
  if (!formSeal(parts.secret).fits(form.get('csrf'), interaction.uid, here?.session)) throw new Refusal('consent_stale')
}

export const interactionRoutes = (app: App, parts: InteractionParts): void => {
  const begin = async (request: FastifyRequest, reply: FastifyReply): Promise<Turn> => {
    const interaction = await loadInteraction(parts.provider, request, reply)
    const here = await personHere(parts.sql, request)
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams()
    void reply
      .headers(pageHeaders(interaction.deviceCode === undefined ? interaction.params['redirect_uri'] : undefined))
      .type(isForScript(request) ? json : 'text/html; charset=utf-8')
    const csrf = formSeal(parts.secret).of(interaction.uid, here?.session)
    const turn = { parts, request, reply, interaction, here, form, csrf }
    if (request.method === 'POST') checkForm(turn)
    return turn
  }

  void app.register(async (pages) => {
    await serveAssets(pages)
    pages.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
      done(null, new URLSearchParams(body as string))
    })
    pages.setErrorHandler((error, request, reply) => {
      if (error instanceof Refusal) return sendRefusal(error, request, reply)
      throw error
    })
    const address = '/oauth/interaction/:uid'
    pages.get(address, async (request, reply) => {
      const turn = await begin(request, reply)
      return turn.interaction.prompt.name === 'consent' ? showConsent(turn) : showSignIn(turn)
    })
    pages.post(`${address}/sign-in`, async (request, reply) => answerSignIn(await begin(request, reply)))
    pages.post(`${address}/continue`, async (request, reply) => goOnAs(await begin(request, reply)))
    pages.post(`${address}/consent`, async (request, reply) => answerConsent(await begin(request, reply)))
    pages.post(`${address}/consent/sign`, async (request, reply) => offerSigning(await begin(request, reply)))
    pages.post(`${address}/deny`, async (request, reply) => {
      const turn = await begin(request, reply)
      return finishInteraction(turn, { error: 'access_denied', error_description: 'the person said no' })
    })
  })
}
