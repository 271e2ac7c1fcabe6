// The DPoP key of a session (RFC 9449 §4): made, kept and taken up again. ES256 always.
import * as oauth from 'oauth4webapi'
import type { KeptKey, Store } from '../store.ts'

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const

/** Makes a key in the form that the store can keep: CryptoKeys that cannot be exported where it can, a private JWK otherwise. */
export const makeKey = async (store: Store): Promise<KeptKey> => {
  const pair = await oauth.generateKeyPair('ES256', { extractable: !store.holdsKeys })
  if (store.holdsKeys) return { pair }
  return { jwk: await crypto.subtle.exportKey('jwk', pair.privateKey) }
}

/** The key as oauth4webapi takes it. In memory the private half cannot be exported, wherever it was kept. */
export const proofOf = async (client: oauth.Client, key: KeptKey): Promise<oauth.DPoPHandle> => {
  if ('pair' in key) return oauth.DPoP(client, key.pair)
  const { kty, crv, x, y } = key.jwk as { kty: string; crv: string; x: string; y: string }
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.importKey('jwk', key.jwk, curve, false, ['sign']),
    crypto.subtle.importKey('jwk', { kty, crv, x, y }, curve, true, ['verify'])
  ])
  return oauth.DPoP(client, { privateKey, publicKey })
}
