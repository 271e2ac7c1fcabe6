// POST /alexa: checks that Alexa sent the request, that it comes once, and hands it to the skill.
import type { FastifyInstance } from 'fastify'
import type { DatabaseSync } from 'node:sqlite'
import { checkSignature, isEvent, NotAlexa, readEnvelope, type Trust } from './check-request.ts'
import { makeSkill, type SkillParts } from './skill.ts'

const bodyLimit = 128 * 1024

/** Takes a requestId; throws NotAlexa when it was taken before. Those whose time is over are forgotten. */
const takeOnce = (db: DatabaseSync, id: string, forgetAt: number, nowMs: number): void => {
  db.prepare('delete from alexa_request where forget_at < ?').run(nowMs)
  const taken = db.prepare('insert or ignore into alexa_request (id, forget_at) values (?, ?)').run(id, forgetAt)
  if (taken.changes === 0) throw new NotAlexa(409, 'This request was sent before')
}

export const skillRoutes = (app: FastifyInstance, skillId: string, trust: Trust, parts: SkillParts): void => {
  const skill = makeSkill(parts)
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    // The signature is over the bytes as they came.
    scope.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit }, (_request, body, done) =>
      done(null, body)
    )
    scope.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
      const status = error instanceof NotAlexa ? error.status : (error.statusCode ?? 500)
      if (status >= 500) request.log.error({ err: error }, 'fault')
      return reply.status(status).send({ error: status >= 500 ? 'Something broke here' : error.message })
    })
    scope.post('/alexa', { bodyLimit }, async (request) => {
      const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0)
      await checkSignature(body, request.headers, trust)
      const { envelope, id, forgetAt } = readEnvelope(body, skillId, trust.now())
      takeOnce(parts.db, id, forgetAt, trust.now())
      try {
        return await skill.invoke(envelope)
      } catch (error) {
        // Alexa sends an event again under the same id; a spoken request it does not.
        if (isEvent(envelope.request.type)) parts.db.prepare('delete from alexa_request where id = ?').run(id)
        throw error
      }
    })
  })
}
