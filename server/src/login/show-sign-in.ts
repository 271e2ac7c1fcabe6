// Shows the sign-in page of a login, or goes on at once when the person is signed in already and that is enough.
import type { FastifyReply } from 'fastify'
import type { Refusal } from '../base/refusal.ts'
import { findApp } from '../grants/find-app.ts'
import { finishInteraction } from './finish-interaction.ts'
import type { Turn } from './interaction-routes.ts'
import { minutesOf } from './page.ts'
import { signInPage } from './sign-in-page.ts'

/** The app's name as registered; never a word of the request. */
export const appOf = async ({ parts, interaction }: Turn) => {
  const app = await findApp(parts.sql, String(interaction.params['client_id']))
  if (!app) throw new Error('The app of a login is gone')
  return app
}

const nameOf = async ({ parts, here }: Turn): Promise<string | undefined> => {
  if (!here) return undefined
  const [person] = await parts.sql<{ name: string }[]>`select name from people.person where id = ${here.person}`
  return person?.name
}

const sentenceOf = (refusal: Refusal): string => {
  const { detail, retryAfter } = refusal.more
  const said = detail ?? refusal.problem().title
  const wait = retryAfter === undefined ? [] : [`Or try again in ${minutesOf(retryAfter)}.`]
  return [/[.!?]$/.test(said) ? said : `${said}.`, ...wait].join(' ')
}

/** problem: why the last try failed. */
export const showSignIn = async (turn: Turn, problem?: Refusal): Promise<FastifyReply> => {
  const { interaction, here, form, reply, csrf } = turn
  const { prompt, iat, uid } = interaction
  // Signed in since this login began (after signing up, or with a passkey): that is the fresh sign-in that was asked for.
  const choosing = prompt.name === 'select_account'
  const onlyMissing = prompt.reasons.every((reason) => reason === 'no_session')
  if (here && !problem && (here.since > iat || (onlyMissing && !choosing))) {
    return finishInteraction(turn, { login: { accountId: here.person, ts: here.since }, select_account: {} })
  }
  // Whoever signs in now may be somebody else than the session that this login began with.
  delete interaction.session
  await interaction.persist()
  const current = choosing ? await nameOf(turn) : undefined
  const handle = form.get('handle') ?? undefined
  const app = await appOf(turn)
  if (problem?.more.retryAfter !== undefined) void reply.header('retry-after', problem.more.retryAfter)
  return reply.status(problem?.status ?? 200).send(
    signInPage({
      uid,
      app: app.name,
      csrf,
      ...(current && { current }),
      ...(handle && { handle }),
      ...(problem && { problem: sentenceOf(problem) }),
      ...(interaction.deviceCode !== undefined && { device: true })
    }).markup
  )
}
