// What every call needs to know: the app's registration, the platform's address and OAuth server, the store, and one way to fetch.
import * as oauth from 'oauth4webapi'
import { clientAuthentication } from './client-authentication.ts'
import { discover } from './discover.ts'
import { fetchDoor } from './fetch-door.ts'
import type { ParleyBadReceipt } from './receipts/bad-receipt.ts'
import { discoverTrust, type LogOptions, type LogTrust, pinnedTrust } from './receipts/log-key.ts'
import type { ReceiptStore } from './receipts/receipt-store.ts'
import type { ParleyRefusal } from './refusal.ts'
import type { KeptSession, Store } from './store.ts'

/** How an app is registered at a platform, and where it keeps its sessions. */
export type AppOptions = {
  /** The platform's address, which is its OAuth issuer, such as https://parley.example. http is taken for this machine only. */
  platform: string
  clientId: string
  /** For apps with a server. Leave it out in browsers and installed apps, which cannot keep a secret. */
  clientSecret?: string
  /**
   * For apps with a server that were registered with a key (FAPI 2.0): the private key as a JWK, ES256, Ed25519 or PS256. Instead of the
   * secret.
   */
  clientKey?: JsonWebKey & { kid?: string }
  /** The registered address to which the platform sends the person back. Needless where people log in on devices only (`startDevice`). */
  redirectUri?: string
  store: Store
  /** Called once when a connection turns out to be over: the person revoked it, or its time came. */
  onEnded?: (session: string, why: ParleyRefusal) => void
  /**
   * The key of the platform's log, or a policy with witnesses, as its operator publishes them. Without it the key is learned at first use
   * and kept in the store; another key later is an error.
   */
  log?: LogOptions
  /** Where receipts are kept, so that `session.checkReceipts()` can look for their entries later. Without it they are checked and dropped. */
  receipts?: ReceiptStore
  /** Called instead of throwing when a receipt does not hold; the answer is then used all the same. */
  onBadReceipt?: (session: string, why: ParleyBadReceipt) => void
  /** For tests and special networks; the global fetch otherwise. */
  fetch?: typeof fetch
}

export type Platform = {
  url: string
  client: oauth.Client
  authentication: oauth.ClientAuth
  redirectUri: string | undefined
  store: Store
  onEnded: (session: string, why: ParleyRefusal) => void
  receipts: ReceiptStore | undefined
  onBadReceipt: ((session: string, why: ParleyBadReceipt) => void) | undefined
  /** Whose signatures on receipts and checkpoints count. */
  trust: () => Promise<LogTrust>
  /** Options of every oauth4webapi request. */
  http: {
    [oauth.customFetch]: (url: string, init: oauth.CustomFetchOptions<string, unknown>) => Promise<Response>
    // oxlint-disable-next-line typescript/no-deprecated -- the option is marked so that it stands out; it holds for loopback only
    [oauth.allowInsecureRequests]: boolean
  }
  server: () => Promise<oauth.AuthorizationServer>
  /** Refreshes that are under way, by session: whoever comes second waits for the first. */
  refreshing: Map<string, Promise<void>>
  /** Devices that are being asked about, by attempt. */
  polling: Map<string, Promise<KeptSession | undefined>>
}

const loopback = ['localhost', '127.0.0.1', '[::1]']

/** Asks once; a failure is not remembered. */
const once = <T>(ask: () => Promise<T>): (() => Promise<T>) => {
  let asked: Promise<T> | undefined
  return () => {
    asked ??= ask().catch((error: unknown) => {
      asked = undefined
      throw error
    })
    return asked
  }
}

/** Makes the platform of these options; throws a TypeError when the address or the log's key cannot be used. Sends nothing yet. */
export const platformOf = (options: AppOptions): Platform => {
  const issuer = new URL(options.platform)
  const plain = issuer.protocol === 'http:'
  if (plain && !loopback.includes(issuer.hostname) && !issuer.hostname.endsWith('.localhost')) {
    throw new TypeError(`${options.platform} must be https; http is taken for this machine only`)
  }
  if (issuer.search || issuer.hash) throw new TypeError('platform must be an address without query or fragment')
  // oxlint-disable-next-line typescript/no-deprecated -- as above
  const http = { [oauth.customFetch]: fetchDoor(options.fetch ?? fetch), [oauth.allowInsecureRequests]: plain }
  const url = options.platform.replace(/\/+$/, '')
  const policy = () =>
    http[oauth.customFetch](`${url}/log/policy`, { method: 'GET', headers: {}, body: undefined, redirect: 'manual' })
  const pinned = options.log && pinnedTrust(options.log)
  return {
    url,
    client: { client_id: options.clientId },
    authentication: clientAuthentication(options.clientKey, options.clientSecret || undefined),
    redirectUri: options.redirectUri,
    store: options.store,
    onEnded: options.onEnded ?? (() => undefined),
    receipts: options.receipts,
    onBadReceipt: options.onBadReceipt,
    trust: pinned ? async () => pinned : once(() => discoverTrust(options.store, policy)),
    http,
    server: once(() => discover(issuer, http)),
    refreshing: new Map(),
    polling: new Map()
  }
}
