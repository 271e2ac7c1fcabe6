// The skill's addresses: requests that Alexa signed, each once, and the way for people who link their account.
import type { FastifyInstance } from 'fastify'
import type { DatabaseSync } from 'node:sqlite'
import { checkSignature, type Trust } from '@parley/connectors/alexa/check-signature.ts'
import { type AlexaRequest, readRequest } from '@parley/connectors/alexa/read-request.ts'
import { BadInput } from '@parley/connectors/bad-input.ts'
import type { Ask } from '@parley/sdk'
import { answerAlexa, type SkillParts } from './skill.ts'

/** No names of friends and nothing of before. Alexa cannot ask again for one right more, so deleting is asked for at once. */
const ask: Ask = { actions: ['read', 'write', 'delete'], messages: 'any' }
const bodyLimit = 128 * 1024

/** Takes a request by its id; throws BadInput when it was taken before. Those whose time is over are forgotten. */
const takeOnce = (db: DatabaseSync, { id, forgetAt }: AlexaRequest, nowMs: number): void => {
  db.prepare('delete from alexa_request where forget_at < ?').run(nowMs)
  const taken = db.prepare('insert or ignore into alexa_request (id, forget_at) values (?, ?)').run(id, forgetAt)
  if (taken.changes === 0) throw new BadInput('This request was sent before', { status: 409 })
}

export const skillRoutes = (app: FastifyInstance, skillId: string, trust: Trust, parts: SkillParts): void => {
  const { db, parley } = parts
  app.get('/alexa/authorize', async ({ query }, reply) => reply.redirect(await parley.links.address(query, ask), 302))
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    // The signature is over the bytes as they came.
    scope.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit }, (_request, body, done) =>
      done(null, body)
    )
    scope.post('/alexa', { bodyLimit }, async ({ body = Buffer.alloc(0), headers }) => {
      const bytes = body as Buffer
      await checkSignature(bytes, headers, trust)
      const request = readRequest(bytes, skillId, trust.now())
      takeOnce(db, request, trust.now())
      try {
        return { version: '1.0', response: await answerAlexa(parts, request) }
      } catch (error) {
        // Alexa sends an event again under the same id; a spoken request it does not.
        if (request.isEvent) db.prepare('delete from alexa_request where id = ?').run(request.id)
        throw error
      }
    })
  })
}
