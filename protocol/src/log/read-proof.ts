// Reads a DPoP proof and checks its signature with the key that it carries (RFC 9449 §4.2, §4.3).
import { fromBase64, toBase64 } from './base64.ts'
import { sha256 } from './sha256.ts'
import { unshared } from './signature-check.ts'
import { fromUtf8, toUtf8 } from './utf8.ts'

export type Proof = { jkt: string; method: string; url: string; issuedSeconds: number; tokenHash: string }

type Field = Record<string, unknown>
const isField = (value: unknown): value is Field => value !== null && typeof value === 'object' && !Array.isArray(value)

const fromBase64Url = (text: string): Uint8Array | undefined =>
  fromBase64(
    text
      .replaceAll('-', '+')
      .replaceAll('_', '/')
      .padEnd(Math.ceil(text.length / 4) * 4, '=')
  )

const toBase64Url = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

const partOf = (text: string): Field | undefined => {
  const bytes = fromBase64Url(text)
  const json = bytes && fromUtf8(bytes)
  if (json === undefined) return undefined
  try {
    const value: unknown = JSON.parse(json)
    return isField(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** The members that a thumbprint covers, in their order (RFC 7638 §3.2, RFC 8037 §2). */
const thumbprint = ({ kty, crv, x, y }: Field): string | undefined => {
  const members = kty === 'EC' ? { crv, kty, x, y } : kty === 'OKP' ? { crv, kty, x } : undefined
  if (!members || Object.values(members).some((member) => typeof member !== 'string')) return undefined
  return toBase64Url(sha256(toUtf8(JSON.stringify(members))))
}

const es256 = { import: { name: 'ECDSA', namedCurve: 'P-256' }, verify: { name: 'ECDSA', hash: 'SHA-256' } }
const ed25519 = { import: { name: 'Ed25519' }, verify: { name: 'Ed25519' } }
const algorithms: Record<string, typeof es256 | typeof ed25519> = { ES256: es256, EdDSA: ed25519, Ed25519: ed25519 }

const keys = new Map<string, Promise<CryptoKey>>()

/** Undefined when it is no DPoP proof with a good signature. */
export const readProof = async (jwt: string): Promise<Proof | undefined> => {
  const [headerText = '', payloadText = '', signatureText = '', ...more] = jwt.split('.')
  const [header, payload, signature] = [partOf(headerText), partOf(payloadText), fromBase64Url(signatureText)]
  if (!header || !payload || !signature || more.length > 0 || header['typ'] !== 'dpop+jwt') return undefined
  const { alg, jwk } = header
  const algorithm = typeof alg === 'string' && Object.hasOwn(algorithms, alg) ? algorithms[alg] : undefined
  const jkt = isField(jwk) ? thumbprint(jwk) : undefined
  if (!algorithm || !isField(jwk) || jkt === undefined) return undefined
  const { htm, htu, iat, ath } = payload
  if (typeof htm !== 'string' || typeof htu !== 'string' || typeof iat !== 'number' || typeof ath !== 'string')
    return undefined
  // With the algorithm, since a key that was asked for under another one's name is none for all time.
  const cached = `${algorithm.import.name} ${jkt}`
  const key = keys.get(cached) ?? importKey(jwk, algorithm.import)
  keys.set(cached, key)
  const signed = toUtf8(`${headerText}.${payloadText}`)
  try {
    const isGood = await crypto.subtle.verify(algorithm.verify, await key, unshared(signature), unshared(signed))
    return isGood ? { jkt, method: htm, url: htu, issuedSeconds: iat, tokenHash: ath } : undefined
  } catch {
    return undefined
  }
}

const importKey = ({ kty, crv, x, y }: Field, algorithm: EcKeyImportParams | { name: string }): Promise<CryptoKey> =>
  crypto.subtle.importKey('jwk', { kty, crv, x, ...(y !== undefined && { y }) } as JsonWebKey, algorithm, false, [
    'verify'
  ])
