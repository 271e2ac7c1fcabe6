// What every call needs to know: the app's registration, the platform's address and OAuth server, the store, and one way to fetch.
import * as oauth from 'oauth4webapi'
import { fetchDoor } from './fetch-door.ts'
import type { ParleyRefusal } from './refusal.ts'
import type { Store } from './store.ts'

/** How an app is registered at a platform, and where it keeps its sessions. */
export type AppOptions = {
  /** The platform's address, which is its OAuth issuer, such as https://parley.example. http is taken for this machine only. */
  platform: string
  clientId: string
  /** For apps with a server. Leave it out in browsers and installed apps, which cannot keep a secret. */
  clientSecret?: string
  /** The registered address to which the platform sends the person back. */
  redirectUri: string
  store: Store
  /** Called once when a connection turns out to be over: the person revoked it, or its time came. */
  onEnded?: (session: string, why: ParleyRefusal) => void
  /** For tests and special networks; the global fetch otherwise. */
  fetch?: typeof fetch
}

export type Platform = {
  url: string
  client: oauth.Client
  authentication: oauth.ClientAuth
  redirectUri: string
  store: Store
  onEnded: (session: string, why: ParleyRefusal) => void
  /** Options of every oauth4webapi request. */
  http: {
    [oauth.customFetch]: (url: string, init: oauth.CustomFetchOptions<string, unknown>) => Promise<Response>
    // oxlint-disable-next-line typescript/no-deprecated -- the option is marked so that it stands out; it holds for loopback only
    [oauth.allowInsecureRequests]: boolean
  }
  server: () => Promise<oauth.AuthorizationServer>
  /** Refreshes that are under way, by session: whoever comes second waits for the first. */
  refreshing: Map<string, Promise<void>>
}

const loopback = ['localhost', '127.0.0.1', '[::1]']

/** Makes the platform of these options; throws a TypeError when the address cannot be used. Sends nothing yet. */
export const platformOf = (options: AppOptions): Platform => {
  const issuer = new URL(options.platform)
  const plain = issuer.protocol === 'http:'
  if (plain && !loopback.includes(issuer.hostname) && !issuer.hostname.endsWith('.localhost')) {
    throw new TypeError(`${options.platform} must be https; http is taken for this machine only`)
  }
  if (issuer.search || issuer.hash) throw new TypeError('platform must be an address without query or fragment')
  // oxlint-disable-next-line typescript/no-deprecated -- as above
  const http = { [oauth.customFetch]: fetchDoor(options.fetch ?? fetch), [oauth.allowInsecureRequests]: plain }
  let discovered: Promise<oauth.AuthorizationServer> | undefined
  const discover = async (): Promise<oauth.AuthorizationServer> =>
    oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, http))
  return {
    url: options.platform.replace(/\/+$/, ''),
    client: { client_id: options.clientId },
    authentication: options.clientSecret ? oauth.ClientSecretBasic(options.clientSecret) : oauth.None(),
    redirectUri: options.redirectUri,
    store: options.store,
    onEnded: options.onEnded ?? (() => undefined),
    http,
    // Asked once (OpenID Connect Discovery §4); a failure is not remembered.
    server: () => {
      discovered ??= discover().catch((error: unknown) => {
        discovered = undefined
        throw error
      })
      return discovered
    },
    refreshing: new Map()
  }
}
