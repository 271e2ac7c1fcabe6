// Whether a passkey signed one permission (WebAuthn Level 3 §7.2, as far as it matters long afterwards).
import { fromBase64, toBase64 } from '@parley/protocol/log/base64.ts'
import { joinBytes } from '@parley/protocol/log/bytes.ts'
import { grantChallenge } from '@parley/protocol/log/grant-challenge.ts'
import type { OwnerTextOf } from '@parley/protocol/log/entry-texts.ts'
import { parsePasskeySignature } from '@parley/protocol/log/passkey-signature.ts'
import { sha256 } from '@parley/protocol/log/sha256.ts'
import { unshared } from '@parley/protocol/log/signature-check.ts'
import { fromUtf8 } from '@parley/protocol/log/utf8.ts'

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

const isSignedBy = async (spki: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> => {
  const curve = { name: 'ECDSA', namedCurve: 'P-256' }
  const ec = await crypto.subtle.importKey('spki', unshared(spki), curve, false, ['verify']).catch(() => undefined)
  const raw = ec ? fromDer(signature) : signature
  const key =
    ec ?? (await crypto.subtle.importKey('spki', unshared(spki), 'Ed25519', false, ['verify']).catch(() => undefined))
  if (!key || !raw) return false
  const algorithm = ec ? { name: 'ECDSA', hash: 'SHA-256' } : { name: 'Ed25519' }
  return crypto.subtle.verify(algorithm, key, unshared(raw), unshared(message))
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
