// How an app shows the platform who it is: with its key (RFC 7523 §2.2), with its secret, or not at all.
import * as oauth from 'oauth4webapi'

type Imported = { algorithm: RsaHashedImportParams | EcKeyImportParams | Algorithm }

const importedAs = (jwk: JsonWebKey): Imported['algorithm'] => {
  if (jwk.d === undefined) throw new TypeError('clientKey must be the private key; the public one is registered')
  if (jwk.kty === 'EC' && jwk.crv === 'P-256') return { name: 'ECDSA', namedCurve: 'P-256' }
  if (jwk.kty === 'OKP' && jwk.crv === 'Ed25519') return { name: 'Ed25519' }
  if (jwk.kty === 'RSA') return { name: 'RSA-PSS', hash: 'SHA-256' }
  throw new TypeError('clientKey must be an EC key on P-256 (ES256), an Ed25519 key, or an RSA key (PS256)')
}

/** The form of oauth4webapi. Throws a TypeError for a key that cannot be used, and when there are both. */
export const clientAuthentication = (
  key: (JsonWebKey & { kid?: string }) | undefined,
  secret: string | undefined
): oauth.ClientAuth => {
  if (key && secret !== undefined) throw new TypeError('An app has a clientKey or a clientSecret, not both')
  if (secret !== undefined) return oauth.ClientSecretBasic(secret)
  if (!key) return oauth.None()
  const algorithm = importedAs(key)
  const { kid, alg: _alg, key_ops: _ops, use: _use, ext: _ext, ...bare } = key
  let imported: Promise<CryptoKey> | undefined
  return async (server, client, body, headers) => {
    imported ??= crypto.subtle.importKey('jwk', bare, algorithm, false, ['sign'])
    // The audience is the issuer, and it is good for a minute.
    const sign = oauth.PrivateKeyJwt({ key: await imported, ...(kid !== undefined && { kid }) })
    await sign(server, client, body, headers)
  }
}
