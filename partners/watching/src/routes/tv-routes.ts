// The television: a login by code, then the shelf.
import type { Person, Site } from '@parley/site'
import { isDenied, isStaleLogin, type StartedDevice } from '@parley/sdk'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { nowMs } from '../clock.ts'
import { tvDocument, tvLogin, tvProblem, tvShelf } from '../pages/tv-page.ts'
import { readShelf } from './shelf-routes.ts'

/** What the screen shows stays with the screen: the code, where to enter it, and the attempt that it belongs to. */
const cookieName = 'watching_tv'

const keptIn = (request: FastifyRequest): StartedDevice | undefined => {
  try {
    const kept = JSON.parse(request.cookies[cookieName] ?? '') as StartedDevice
    return typeof kept.attempt === 'string' && kept.expiresAt > nowMs() ? kept : undefined
  } catch {
    return undefined
  }
}

export const tvRoutes = (site: Site): void => {
  const { app, config, parley } = site
  const cookie = { path: '/tv', httpOnly: true, sameSite: 'lax', secure: config.url.startsWith('https:') } as const

  /** Who answered the code on the screen; undefined while nobody has. Throws what the SDK throws. */
  const arrived = async (kept: StartedDevice, reply: FastifyReply): Promise<Person | undefined> => {
    const session = await parley.login.finishDevice({ attempt: kept.attempt })
    if (!session) return undefined
    reply.clearCookie(cookieName, cookie)
    return site.arrive(reply, session)
  }

  /** Looking again finishes the login. A code that ended, or that somebody said no to, is replaced by a new one. */
  const logIn = async (request: FastifyRequest, reply: FastifyReply): Promise<Person | StartedDevice> => {
    const kept = keptIn(request)
    try {
      if (kept) return (await arrived(kept, reply)) ?? kept
    } catch (error) {
      if (!isStaleLogin(error) && !isDenied(error)) throw error
    }
    const started = await parley.login.startDevice()
    reply.setCookie(cookieName, JSON.stringify(started), { ...cookie, expires: new Date(started.expiresAt) })
    return started
  }

  const showShelf = async (reply: FastifyReply, person: Person): Promise<FastifyReply> => {
    const connection = await site.connection(person)
    const { items } = await readShelf(site, person.id, connection)
    return site.send(reply, tvDocument(tvShelf(person.name, items, connection.state)))
  }

  app.get('/tv', async (request, reply) => {
    const browser = site.visitor(request)
    if (browser) return showShelf(reply, browser.person)
    try {
      const found = await logIn(request, reply)
      if ('sub' in found) return await showShelf(reply, found)
      return await site.send(reply, tvDocument(tvLogin(found)))
    } catch (error) {
      const text = site.sayError(error)
      if (!text) throw error
      // 200, so that the page goes on looking by itself.
      return await site.send(reply, tvDocument(tvProblem(text)))
    }
  })
}
