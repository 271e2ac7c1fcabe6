// Ends an interaction with the person's answer and sends the browser on.
import type { FastifyReply } from 'fastify'
import type { InteractionResults } from 'oidc-provider'
import { sha256 } from '../base/hash.ts'
import { now } from '../base/clock.ts'
import type { Sql } from '../base/sql.ts'
import type { Turn } from './interaction-routes.ts'

/**
 * Takes the interaction, so that one answer to it counts: false when it was answered before (a second click, a replayed form).
 */
export const takeInteraction = async (sql: Sql, uid: string): Promise<boolean> => {
  const taken = await sql`
    update login.artifact set consumed_at = ${now()}
    where id_hash = ${sha256(uid)} and model = 'Interaction' and consumed_at is null`
  return taken.count === 1
}

/** Gives it back when the answer could not be carried out. */
export const giveBackInteraction = async (sql: Sql, uid: string): Promise<void> => {
  await sql`update login.artifact set consumed_at = null where id_hash = ${sha256(uid)} and model = 'Interaction'`
}

/** The answer of this interaction is kept beside those of earlier ones of the same login, unless it is an error. */
export const finishInteraction = async (
  { parts, request, reply }: Turn,
  result: InteractionResults
): Promise<FastifyReply> => {
  const next = await parts.provider.interactionResult(request.raw, reply.raw, result, { mergeWithLastSubmission: true })
  return reply.redirect(next, 303)
}
