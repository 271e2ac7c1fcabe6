// When a login has to ask the person something: the provider's interaction policy.
import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider'
import { askedLoginScopes, asksForRights } from './asked-rights.ts'
import { isDeviceRoute } from './device-flow.ts'

const { base, Check, Prompt } = interactionPolicy

const answered = (ctx: KoaContextWithOIDC): boolean => ctx.oidc.result?.consent !== undefined

/**
 * Login: as the library has it (no session, max_age, prompt=login, another subject wanted); the session follows the platform's, see
 * follow-session.ts. Consent: every time rights are asked for, because one OAuth Grant belongs to one consent and nothing given
 * before is inherited; for a plain login only while the person has not agreed to it; for a public client on loopback always, since
 * its redirect proves nothing about who it is (RFC 8252 §8.6), and for a device always, since its code may have come from somebody else
 * (RFC 8628 §5.4).
 */
export const askRules = (): interactionPolicy.DefaultPolicy => {
  const policy = base()
  policy.remove('consent')
  policy.add(
    new Prompt(
      { name: 'consent', requestable: true },
      new Check('rights', 'the person must agree to the rights', 'consent_required', (ctx) => {
        return asksForRights(ctx.oidc.params as Record<string, unknown>) && !answered(ctx)
      }),
      new Check('native', 'a native app asks each time', 'interaction_required', (ctx) => {
        return ctx.oidc.client?.applicationType === 'native' && !answered(ctx)
      }),
      new Check('device', 'a device asks each time', 'interaction_required', (ctx) => {
        return isDeviceRoute(ctx) && !answered(ctx)
      }),
      new Check('login', 'the person must agree to log in', 'consent_required', (ctx) => {
        const given = new Set(ctx.oidc.grant?.getOIDCScope().split(' '))
        return (
          !answered(ctx) &&
          askedLoginScopes(ctx.oidc.params as Record<string, unknown>).some((scope) => !given.has(scope))
        )
      })
    )
  )
  // An app may want to know which of several people it is; the page then offers to go on or to sign in as somebody else.
  policy.add(new Prompt({ name: 'select_account', requestable: true }), 0)
  return policy
}
