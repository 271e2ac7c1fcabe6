// Verifier keys: how a public key and its name are written (C2SP signed-note, "Verifier keys").
import { fromBase64, toBase64 } from './base64.ts'
import { joinBytes, sameBytes } from './bytes.ts'
import { fromHex, toHex } from './hex.ts'
import { sha256 } from './sha256.ts'
import { toUtf8 } from './utf8.ts'

/** Signature types of signed-note and tlog-cosignature, with the length of their public keys. */
export const signatureTypes = {
  ed25519: { byte: 0x01, keyBytes: 32 },
  ed25519Cosignature: { byte: 0x04, keyBytes: 32 },
  mlDsa44Cosignature: { byte: 0x06, keyBytes: 1312 }
} as const

export type VerifierKey = {
  readonly name: string
  /** Four bytes: with the name they say which key made a signature. */
  readonly id: Uint8Array
  /** The signature type byte. */
  readonly type: number
  readonly publicKey: Uint8Array
}

const newline = Uint8Array.of(0x0a)

/** Neither empty, nor with a Unicode space, a plus or a control character. */
// oxlint-disable-next-line no-control-regex
export const isKeyName = (name: string): boolean => name !== '' && !/[\s+\u0000-\u001f\u0085]/u.test(name)

/** key ID = SHA-256(name || 0x0A || type || public key)[:4]. */
export const makeVerifierKey = (name: string, type: number, publicKey: Uint8Array): VerifierKey => ({
  name,
  type,
  publicKey,
  id: sha256(toUtf8(name), newline, Uint8Array.of(type), publicKey).slice(0, 4)
})

/** <name>+<hex key ID>+<base64 of type || public key>; undefined when it is not one, or of a type that is not known here. */
export const parseVerifierKey = (text: string): VerifierKey | undefined => {
  const [, name = '', idText = '', keyText = ''] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? []
  const id = fromHex(idText)
  const bytes = fromBase64(keyText)
  const kind = Object.values(signatureTypes).find(({ byte }) => byte === bytes?.[0])
  if (!id || !bytes || !kind || !isKeyName(name) || bytes.length !== kind.keyBytes + 1) return undefined
  const key = makeVerifierKey(name, kind.byte, bytes.slice(1))
  return sameBytes(key.id, id) ? key : undefined
}

export const formatVerifierKey = ({ name, id, type, publicKey }: VerifierKey): string =>
  `${name}+${toHex(id)}+${toBase64(joinBytes(Uint8Array.of(type), publicKey))}`
