// Builds the OAuth 2.1 / OpenID Connect provider: what it speaks, for how long, and where the house rules hook in.
import Provider, { errors, type Configuration, type KoaContextWithOIDC } from 'oidc-provider'
import type { Bus } from '../base/bus.ts'
import type { Config } from '../base/config.ts'
import { cookieName } from '../base/cookie-name.ts'
import type { Limits } from '../base/limits.ts'
import { nowMs } from '../base/clock.ts'
import { newId } from '../base/random.ts'
import type { Sql } from '../base/sql.ts'
import { detailType } from '@parley/protocol/api/grant.ts'
import { findAccount } from './account.ts'
import { artifactStore } from './artifact-store.ts'
import { askRules } from './ask-rules.ts'
import { askedLoginScopes, asksForRights, checkDetail } from './asked-rights.ts'
import { type AssertionClaims, clockToleranceSeconds, wrongInAssertion } from './check-assertion.ts'
import { assertionAlgorithms } from './client-key.ts'
import { clientOrigins } from './client-origins.ts'
import { deviceMark, loginScopes } from './client-metadata.ts'
import { cookieSignature } from './cookie-signature.ts'
import { deviceFlow, isDeviceRoute } from './device-flow.ts'
import { errorPage } from './error-page.ts'
import { followSession } from './follow-session.ts'
import { guardRequests } from './guard-requests.ts'
import { knownLoginScopes } from './known-login.ts'
import { messageScopes } from './live-detail.ts'
import { loggedOutPage, logoutPage } from './logout-page.ts'
import { ownModels } from './own-models.ts'
import { makePairwise } from './pairwise.ts'
import { loadSigningKeys } from './signing-keys.ts'

export type ProviderParts = { config: Config; secret: string; sql: Sql; bus: Bus; limits: Limits }

type ProviderClient = InstanceType<Provider['Client']>

// Only apps with a profile are known by a key (register-client.ts).
const isFapi = (client: ProviderClient | undefined): boolean => client?.clientAuthMethod === 'private_key_jwt'

const checkAssertion = (ctx: KoaContextWithOIDC, claims: AssertionClaims): void => {
  const why = wrongInAssertion(claims, ctx.oidc.issuer, nowMs() / 1000)
  if (why !== undefined) throw new errors.InvalidClientAuth(why)
}

const minute = 60
const day = 24 * 60 * minute

const ttl = {
  AccessToken: 10 * minute,
  AuthorizationCode: minute,
  IdToken: 60 * minute,
  // What is asked for a device is asked while its code lasts, so that nothing is allowed that no device can take.
  Interaction: (ctx: KoaContextWithOIDC) => {
    const { exp } = (ctx.oidc.entities.DeviceCode ?? {}) as { exp?: number }
    return exp === undefined ? 60 * minute : Math.max(1, exp - Math.floor(nowMs() / 1000))
  },
  // One that is not rotated lasts as long as the permission may.
  RefreshToken: (_ctx: KoaContextWithOIDC, _token: object, client: ProviderClient) =>
    isFapi(client) ? 3650 * day : 90 * day,
  Session: 30 * day,
  // An OAuth Grant ends with the Parley grant behind it, or is swept when nothing of it is left.
  Grant: 3650 * day,
  ClientCredentials: minute,
  DeviceCode: 10 * minute,
  BackchannelAuthenticationRequest: minute,
  PreAuthorizedCode: minute
}

// Rights are read live from the Grant that the store has just read (find-oauth-grant.ts), so a token's answer says what holds now.
const liveRights = (ctx: KoaContextWithOIDC) => ctx.oidc.entities.Grant?.rar

const features = (config: Config, sql: Sql): NonNullable<Configuration['features']> => ({
  devInteractions: { enabled: false },
  dPoP: { enabled: true },
  fapi: { enabled: true, profile: (_ctx, client) => (isFapi(client) ? '2.0' : undefined) },
  introspection: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
  revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
  pushedAuthorizationRequests: { enabled: true },
  userinfo: { enabled: true },
  deviceFlow: deviceFlow(sql),
  rpInitiatedLogout: {
    enabled: true,
    logoutSource: (ctx) => {
      const secret = (ctx.oidc.session as unknown as { state: { secret: string } }).state.secret
      ctx.body = logoutPage(ctx.oidc.client?.clientName, ctx.oidc.urlFor('end_session_confirm'), secret).markup
    },
    postLogoutSuccessSource: (ctx) => {
      ctx.type = 'html'
      ctx.body = loggedOutPage().markup
    }
  },
  // The partner API is the one resource there is, so nobody has to name it.
  resourceIndicators: {
    enabled: true,
    defaultResource: () => `${config.url}/v1`,
    getResourceServerInfo: (_ctx, resource) => {
      if (resource !== `${config.url}/v1`) throw new errors.InvalidTarget()
      return { scope: messageScopes.join(' '), audience: resource, accessTokenFormat: 'opaque' }
    }
  },
  richAuthorizationRequests: {
    enabled: true,
    types: { [detailType]: { validate: (_ctx, detail) => checkDetail(detail) } },
    authorizationDetailsForGrantSource: liveRights,
    authorizationDetailsForAccessToken: liveRights,
    authorizationDetailsForIntrospection: liveRights
  }
})

// A consent just given names its Grant. A plain login that the person agreed to before gets a fresh one of its own. Nothing else is
// ever loaded: rights to messages are not inherited by a later request.
const loadGrant = (sql: Sql) => async (ctx: KoaContextWithOIDC) => {
  const { provider, client, account, result, params } = ctx.oidc
  const given = result?.consent?.grantId
  if (given !== undefined) return provider.Grant.find(given)
  // Somebody may have sent the code, so a device asks each time (RFC 8628 §5.4).
  if (isDeviceRoute(ctx)) return undefined
  if (!client || !account || asksForRights(params ?? {}) || client.applicationType === 'native') return undefined
  const asked = askedLoginScopes(params ?? {})
  const known = await knownLoginScopes(sql, account.accountId, client.clientId)
  if (asked.length === 0 || !asked.every((scope) => known.includes(scope))) return undefined
  const grant = new provider.Grant({ jti: newId(), accountId: account.accountId, clientId: client.clientId } as object)
  grant.addOIDCScope(asked.join(' '))
  await grant.save()
  return grant
}

const cookies = ({ url }: Config, secret: string): NonNullable<Configuration['cookies']> => {
  const options = { httpOnly: true, sameSite: 'lax', signed: true } as const
  return {
    // The last two live under paths of their own, so that logins in two windows do not take each other's.
    names: {
      session: cookieName(url, 'parley_login'),
      interaction: cookieName(url, 'parley_interaction', '/oauth/interaction'),
      resume: cookieName(url, 'parley_resume', '/oauth/authorize')
    },
    long: options,
    short: options,
    keys: cookieSignature(secret)
  }
}

/** Reads or makes the signing keys, so it needs the database. */
export const makeProvider = async ({ config, secret, sql, bus, limits }: ProviderParts): Promise<Provider> => {
  const pairwiseFor = makePairwise(secret)
  const provider = new Provider(config.url, {
    adapter: artifactStore({ sql, secret }),
    jwks: { keys: await loadSigningKeys(sql, secret) },
    features: features(config, sql),
    scopes: [...loginScopes, ...messageScopes],
    claims: { openid: ['sub'], profile: ['name'] },
    // The name stands in the id token too, so that a client without userinfo has it.
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    extraClientMetadata: { properties: [deviceMark] },
    subjectTypes: ['pairwise'],
    pairwiseIdentifier: (_ctx, person, client) => pairwiseFor(client.clientId)(person),
    sectorIdentifierUriValidate: () => false,
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
    assertJwtClientAuthClaimsAndHeader: checkAssertion,
    enabledJWA: {
      idTokenSigningAlgValues: ['RS256', 'ES256'],
      dPoPSigningAlgValues: ['ES256', 'Ed25519', 'EdDSA'],
      clientAuthSigningAlgValues: assertionAlgorithms as never
    },
    pkce: {
      required: (ctx, client) =>
        client.clientAuthMethod === 'none' || isFapi(client) || asksForRights(ctx.oidc.params ?? {})
    },
    allowOmittingSingleRegisteredRedirectUri: false,
    clientBasedCORS: (_ctx, origin, client) => clientOrigins(client.redirectUris ?? []).includes(origin),
    // A token that is bound to a key and an app's signature is not rotated (FAPI 2.0 §5.3.2.1).
    rotateRefreshToken: (ctx) => !isFapi(ctx.oidc.client),
    issueRefreshToken: (ctx, client, source) =>
      client.grantTypeAllowed('refresh_token') &&
      (source.scopes.has('offline_access') || liveRights(ctx) !== undefined),
    expiresWithSession: (ctx, source) => !source.scopes.has('offline_access') && liveRights(ctx) === undefined,
    ttl,
    clockTolerance: clockToleranceSeconds,
    findAccount: findAccount(sql),
    loadExistingGrant: loadGrant(sql),
    interactions: { policy: askRules(), url: (_ctx, interaction) => `/oauth/interaction/${interaction.uid}` },
    cookies: cookies(config, secret),
    routes: {
      authorization: '/oauth/authorize',
      token: '/oauth/token',
      pushed_authorization_request: '/oauth/par',
      device_authorization: '/oauth/device',
      code_verification: '/device',
      jwks: '/oauth/jwks',
      revocation: '/oauth/revoke',
      introspection: '/oauth/introspect',
      userinfo: '/oauth/userinfo',
      end_session: '/oauth/end'
    },
    renderError: (ctx, out) => {
      ctx.type = 'html'
      ctx.body = errorPage(out.error, out.error_description).markup
    }
  })
  // Host and protocol reach it from the mount only, which sets them from the configuration (mount-provider.ts).
  provider.proxy = true
  ownModels(provider, { sql, secret })
  followSession(provider, { sql, bus, config })
  guardRequests(provider, { sql, limits, config })
  return provider
}
