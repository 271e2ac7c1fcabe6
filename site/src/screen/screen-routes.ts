// A page for a screen without a keyboard: a login by code, then what the app shows there.
import { isDenied, isStaleLogin, type StartedDevice } from '@parley/sdk'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { nowMs } from '../clock.ts'
import type { Html } from '../html.ts'
import type { Person } from '../people/person.ts'
import { callerBlock, requestLimit } from '../request-limit.ts'
import { lookIntoAssets } from '../routes/serve-assets.ts'
import { siteCookies } from '../routes/site-cookies.ts'
import { Refused, send } from '../routes/visit.ts'
import type { Site } from '../site.ts'
import { codeBody, problemBody, screenDocument } from './screen-page.ts'

/** title: of the document. body: what somebody who is logged in sees. */
export type Screen = { title: string; body: (person: Person) => Html | Promise<Html> }

const shown = ['userCode', 'verificationUri', 'verificationUriComplete', 'attempt'] as const
type Kept = Pick<StartedDevice, (typeof shown)[number] | 'expiresAt'>

/** New codes for one address: room for a household's screens that stay on all day. What keeps no cookie asks for one with every look. */
const codes = { max: 20, windowMs: 600_000 }

/** What the screen shows stays with the screen: the code, where to enter it, and the attempt that it belongs to. Whoever looks can write it. */
const keptIn = (request: FastifyRequest, cookieName: string): Kept | undefined => {
  try {
    const kept = JSON.parse(request.cookies[cookieName] ?? '') as Kept
    return shown.every((name) => typeof kept[name] === 'string') && kept.expiresAt > nowMs() ? kept : undefined
  } catch {
    return undefined
  }
}

export const screenRoutes = (site: Site, path: string, { title, body }: Screen): void => {
  const { app, config, options, parley } = site
  const frame = lookIntoAssets(options.assets)
  const spend = requestLimit(codes)
  const cookies = siteCookies({ slug: site.slug, url: config.url })

  /** Who answered the code on the screen; undefined while nobody has. Throws what the SDK throws. */
  const arrived = async (kept: Kept, reply: FastifyReply): Promise<Person | undefined> => {
    const session = await parley.login.finishDevice({ attempt: kept.attempt })
    if (!session) return undefined
    reply.clearCookie(cookies.screen, cookies.options)
    return site.arrive(reply, session)
  }

  /** Looking again finishes the login. A code that ended, or that somebody said no to, is replaced by a new one. */
  const logIn = async (request: FastifyRequest, reply: FastifyReply): Promise<Html> => {
    const kept = keptIn(request, cookies.screen)
    try {
      const person = kept && (await arrived(kept, reply))
      if (person) return await body(person)
      if (kept) return codeBody(kept)
    } catch (error) {
      if (!isStaleLogin(error) && !isDenied(error)) throw error
    }
    const { exceeded, resetSeconds } = spend(callerBlock(request.ip))
    if (exceeded) {
      reply.header('retry-after', resetSeconds)
      const text = 'Many screens here asked for a code. This one tries again by itself in a few minutes.'
      throw new Refused(429, 'Just a moment', text)
    }
    const started = await parley.login.startDevice()
    reply.setCookie(cookies.screen, JSON.stringify(started), {
      ...cookies.options,
      expires: new Date(started.expiresAt)
    })
    return codeBody(started)
  }

  app.get(path, async (request, reply) => {
    const show = (shown: Html, status = 200): FastifyReply => send(reply, screenDocument(frame, title, shown), status)
    try {
      const person = site.visitor(request)?.person
      return await show(person ? await body(person) : await logIn(request, reply))
    } catch (error) {
      if (error instanceof Refused) return show(problemBody(error.message), error.status)
      const text = site.sayError(error)
      if (!text) throw error
      // 200, so that the page goes on looking by itself.
      return await show(problemBody(text))
    }
  })
}
