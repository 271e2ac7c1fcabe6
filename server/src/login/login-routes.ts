// "Log in with Parley": the OAuth 2.1 / OpenID Connect provider and the pages on which it asks people.
import type Provider from 'oidc-provider'
import type { App } from '../base/http.ts'
import { endCompromised } from '../grants/end-compromised.ts'
import { interactionRoutes, type InteractionParts } from './interaction-routes.ts'
import { knownLoginRoutes } from './known-login-routes.ts'
import { makeProvider } from './make-provider.ts'
import { mountProvider } from './mount-provider.ts'

export const loginRoutes = async (app: App, parts: Omit<InteractionParts, 'provider'>): Promise<Provider> => {
  const provider = await makeProvider(parts)
  provider.on('server_error', (_ctx, error) =>
    app.log.error({ err: error }, 'a bug in login, or a part that does not answer')
  )
  // A code or a refresh token came a second time: somebody may have a copy (RFC 9700 §4.14.2). The tokens are gone by now; the
  // permission ends too, which is how its person is told.
  provider.on('grant.revoked', (ctx, grant) => {
    if (ctx.oidc.route !== 'token') return
    endCompromised(parts, grant).catch((error: unknown) =>
      app.log.error({ err: error }, 'a permission could not be ended')
    )
  })
  // Koa prints errors itself unless somebody listens.
  provider.on('error' as never, (error: unknown) =>
    app.log.error({ err: error }, 'a bug in login, or a part that does not answer')
  )
  mountProvider(app, provider, parts)
  knownLoginRoutes(app, parts)
  interactionRoutes(app, { provider, ...parts })
  return provider
}
