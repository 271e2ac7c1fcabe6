// Takes handle and password on the sign-in page of a login: signs in on the platform and goes on.
import type { FastifyReply } from 'fastify'
import { Refusal } from '../base/refusal.ts'
import { checkPassword } from '../people/check-password.ts'
import { signInHere } from '../people/sign-in-here.ts'
import { finishInteraction } from './finish-interaction.ts'
import type { Turn } from './interaction-routes.ts'
import { showSignIn } from './show-sign-in.ts'

const requireSignInStep = ({ interaction }: Turn): void => {
  if (interaction.prompt.name === 'consent') throw new Refusal('consent_stale')
}

export const answerSignIn = async (turn: Turn): Promise<FastifyReply> => {
  requireSignInStep(turn)
  const { parts, request, reply, interaction, form } = turn
  let person: string
  try {
    const password = (form.get('password') ?? '').slice(0, 256)
    const known = await checkPassword(parts, form.get('handle') ?? '', password, request)
    person = known.person
    await signInHere(parts, request, reply, person, known.passwordOf)
  } catch (error) {
    // With the page there is the passkey, which no guesses lock.
    if (error instanceof Refusal && ['wrong_credentials', 'rate_limited'].includes(error.code))
      return showSignIn(turn, error)
    throw error
  }
  delete interaction.session
  await interaction.persist()
  return finishInteraction(turn, { login: { accountId: person }, select_account: {} })
}

/** The person is signed in and picked that account. */
export const goOnAs = async (turn: Turn): Promise<FastifyReply> => {
  requireSignInStep(turn)
  const { here, interaction } = turn
  if (!here || interaction.prompt.name !== 'select_account') throw new Refusal('consent_stale')
  // Not a fresh sign-in, so max_age is still judged.
  return finishInteraction(turn, { select_account: {} })
}
