// Whether a passkey signed one permission (WebAuthn Level 3 §7.2, as far as it matters long afterwards): ES256, Ed25519 or RS256.
import { fromBase64, toBase64 } from './base64.ts'
import { joinBytes } from './bytes.ts'
import { grantChallenge } from './grant-challenge.ts'
import type { OwnerTextOf } from './entry-texts.ts'
import { parsePasskeySignature } from './passkey-signature.ts'
import { sha256 } from './sha256.ts'
import { unshared } from './signature-check.ts'
import { fromUtf8 } from './utf8.ts'

const userPresent = 0x01

/** A sentence, or undefined when the signature holds. keyOf: the registered public key of a credential, SPKI in base64. */
export const passkeyProblem = async (
  signed: string,
  app: string,
  owner: OwnerTextOf<'grant'>,
  keyOf: (credential: string) => string | undefined
): Promise<string | undefined> => {
  const signature = parsePasskeySignature(signed)
  if (!signature) return 'The passkey’s signature cannot be read.'
  const spki = fromBase64(keyOf(signature.credential) ?? '')
  if (!spki || spki.length === 0) return 'The passkey that signed is not one that the person had registered.'
  const challenge = toBase64(grantChallenge(app, owner)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  const client: unknown = parseClient(signature.clientData)
  const says = client as { type?: unknown; challenge?: unknown } | undefined
  if (says?.type !== 'webauthn.get' || says.challenge !== challenge)
    return 'The passkey signed something else than this permission.'
  if (((signature.authenticatorData[32] ?? 0) & userPresent) === 0)
    return 'The passkey signed without anybody being there.'
  const message = joinBytes(signature.authenticatorData, sha256(signature.clientData))
  return (await isSignedBy(spki, message, signature.signature)) ? undefined : 'The passkey’s signature is not good.'
}

const parseClient = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(fromUtf8(bytes) ?? '')
  } catch {
    return undefined
  }
}

type Way = {
  algorithm: RsaHashedImportParams | EcKeyImportParams | Algorithm
  verify: EcdsaParams | Algorithm
}

const ec: Way = {
  algorithm: { name: 'ECDSA', namedCurve: 'P-256' },
  verify: { name: 'ECDSA', hash: 'SHA-256' }
}
const ed: Way = { algorithm: { name: 'Ed25519' }, verify: { name: 'Ed25519' } }
const rsa: Way = {
  algorithm: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  verify: { name: 'RSASSA-PKCS1-v1_5' }
}

// An SPKI names its own kind of key, so that it can be read in one way only.
const isSignedBy = async (spki: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> => {
  for (const way of [ec, ed, rsa]) {
    const key = await crypto.subtle
      .importKey('spki', unshared(spki), way.algorithm, false, ['verify'])
      .catch(() => undefined)
    if (!key) continue
    const raw = way === ec ? fromDer(signature) : signature
    return raw !== undefined && crypto.subtle.verify(way.verify, key, unshared(raw), unshared(message))
  }
  return false
}

/** WebAuthn gives ECDSA signatures as DER; WebCrypto takes r and s, 32 bytes each. */
const fromDer = (der: Uint8Array): Uint8Array | undefined => {
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return undefined
  const raw = new Uint8Array(64)
  let at = 2
  for (const end of [32, 64]) {
    const length = der[at + 1] ?? 0
    const number = der.subarray(at + 2, at + 2 + length)
    const digits = number[0] === 0 ? number.subarray(1) : number
    if (der[at] !== 0x02 || number.length !== length || digits.length > 32) return undefined
    raw.set(digits, end - digits.length)
    at += 2 + length
  }
  return at === der.length ? raw : undefined
}
