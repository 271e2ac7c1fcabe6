// "Log in with Parley": the OAuth 2.1 / OpenID Connect provider and the pages on which it asks people.
import type Provider from 'oidc-provider'
import type { App } from '../base/http.ts'
import { interactionRoutes, type InteractionParts } from './interaction-routes.ts'
import { makeProvider } from './make-provider.ts'
import { mountProvider } from './mount-provider.ts'

export const loginRoutes = async (app: App, parts: Omit<InteractionParts, 'provider'>): Promise<Provider> => {
  const provider = await makeProvider(parts)
  provider.on('server_error', (_ctx, error) =>
    app.log.error({ err: error }, 'a bug in login, or a part that does not answer')
  )
  // Koa prints errors itself unless somebody listens.
  provider.on('error' as never, (error: unknown) =>
    app.log.error({ err: error }, 'a bug in login, or a part that does not answer')
  )
  mountProvider(app, provider, parts)
  interactionRoutes(app, { provider, ...parts })
  return provider
}
