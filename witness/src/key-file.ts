// The keys of this witness, each in a file of its own that only its owner can read.
import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { fromBase64, toBase64 } from '@parley/protocol/log/base64.ts'
import { joinBytes } from '@parley/protocol/log/bytes.ts'
import { toHex } from '@parley/protocol/log/hex.ts'
import type { Signer } from '@parley/protocol/log/sign-note.ts'
import { makeVerifierKey } from '@parley/protocol/log/verifier-key.ts'
import { newSeed } from './random.ts'
import { writeSynced } from './sync-file.ts'

// An Ed25519 private key in PKCS #8 (RFC 8410 §7) is these bytes and the 32 of the seed.
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

const signerOf = (name: string, type: number, seed: Uint8Array): Signer => {
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' })
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' })
  const publicKey = new Uint8Array(Buffer.from(x, 'base64url'))
  return {
    key: makeVerifierKey(name, type, publicKey),
    sign: (message) => new Uint8Array(sign(null, message, privateKey))
  }
}

// PRIVATE+KEY+<name>+<hex key ID>+<base64 of type || seed>: the form in which other tools for signed notes keep keys.
const format = ({ key }: Signer, seed: Uint8Array): string =>
  `PRIVATE+KEY+${key.name}+${toHex(key.id)}+${toBase64(joinBytes(Uint8Array.of(key.type), seed))}\n`

/**
 * The key in the file; a new one of this name when there is no file. Throws with a sentence for the operator when the file holds something
 * else: the name is part of the key, and whoever trusts this witness knows both.
 */
export const loadKey = (path: string, name: string, type: number): Signer => {
  if (!existsSync(path)) {
    const seed = newSeed()
    const signer = signerOf(name, type, seed)
    writeSynced(path, format(signer, seed), { mode: 0o600, isNew: true })
    return signer
  }
  const text = readFileSync(path, 'utf8')
  const [, keptName = '', encoded = ''] = /^PRIVATE\+KEY\+([^+]+)\+[0-9a-f]{8}\+([A-Za-z0-9+/=]+)\n?$/.exec(text) ?? []
  const bytes = fromBase64(encoded)
  if (bytes?.length !== 33 || bytes[0] !== type) throw new Error(`${path} is not a key of this witness`)
  if (keptName !== name)
    throw new Error(`The key in ${path} belongs to the name ${keptName}, not to ${name}; a new name needs a new folder`)
  const signer = signerOf(keptName, type, bytes.slice(1))
  if (format(signer, bytes.slice(1)) !== `${text.trimEnd()}\n`) throw new Error(`${path} is damaged`)
  return signer
}
