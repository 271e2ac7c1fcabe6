// Loads what a login asks of the person in this browser.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { errors } from 'oidc-provider'
import type Provider from 'oidc-provider'
import { Refusal } from '../base/refusal.ts'

export type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

/**
 * The interaction that the browser's own signed cookie names; throws consent_stale when that is not the one in the address, or when it
 * has ended, was answered by a login that went on, or belongs to a session that has ended.
 */
export const loadInteraction = async (
  provider: Provider,
  request: FastifyRequest,
  reply: FastifyReply
): Promise<Interaction> => {
  const { uid } = request.params as { uid: string }
  try {
    const interaction = await provider.interactionDetails(request.raw, reply.raw)
    if (interaction.uid === uid) return interaction
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound)) throw error
  }
  throw new Refusal('consent_stale')
}
