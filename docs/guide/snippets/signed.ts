// An app that shows who it is with a key instead of a secret.
import { type AppOptions, parleyApp } from '@parley/sdk'

/** A new key: the public half goes to the operator, the private one into your configuration. */
export const makeKeys = async () => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const jwk = (key: CryptoKey) => crypto.subtle.exportKey('jwk', key)
  return { publicKey: await jwk(pair.publicKey), clientKey: await jwk(pair.privateKey) }
}

export const makeSignedApp = (options: Omit<AppOptions, 'clientSecret'> & { clientKey: JsonWebKey }) =>
  parleyApp(options)
