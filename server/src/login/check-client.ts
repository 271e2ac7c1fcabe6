// Checks an app's registration before it is stored; the provider itself would look at first use only.
import { errors } from 'oidc-provider'
import type Provider from 'oidc-provider'
import { Refusal } from '../base/refusal.ts'
import { clientMetadata, type StoredClient } from './client-metadata.ts'

const loopback = ['localhost', '127.0.0.1', '[::1]']

const checkAddress = (what: string, text: string): void => {
  const wrong = (why: string) => new Refusal('invalid_request', { detail: `${what} ${text}: ${why}` })
  const url = URL.parse(text)
  if (!url || text.length > 2000) throw wrong('not an address')
  // What is compared later is the text, so it must be the one way to write this address.
  if (url.href !== text && url.href !== `${text}/`) throw wrong(`write it as ${url.href}`)
  if (url.username || url.password) throw wrong('it may not carry a name or password')
  if (text.includes('#')) throw wrong('it may not have a fragment')
  if (url.protocol === 'https:') return
  if (url.protocol !== 'http:' || !loopback.includes(url.hostname))
    throw wrong('it must be https, or http on this machine (loopback)')
}

/** Throws invalid_request with the reason. A public client has no secret; a confidential one has its SHA-256 here. */
export const checkClient = (provider: Provider, clientId: string, client: StoredClient): void => {
  if (client.redirect_uris.length === 0 && !client.device)
    throw new Refusal('invalid_request', { detail: 'An app needs a redirect URI' })
  for (const uri of client.redirect_uris) checkAddress('redirect URI', uri)
  for (const uri of client.post_logout_redirect_uris ?? []) checkAddress('post-logout redirect URI', uri)
  try {
    new (provider.Client as unknown as new (metadata: object) => object)(clientMetadata(clientId, client))
  } catch (error) {
    if (!(error instanceof errors.InvalidClientMetadata)) throw error
    throw new Refusal('invalid_request', { detail: error.error_description ?? error.message })
  }
}
