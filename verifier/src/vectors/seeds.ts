// What all vectors are made from: fixed bytes, ids and keys, and how a case is written.
import { toHex } from '@parley/protocol/log/hex.ts'
import { sha256 } from '@parley/protocol/log/sha256.ts'
import { makeEd25519Signer, type Signer } from '@parley/protocol/log/sign-note.ts'
import { toUtf8 } from '@parley/protocol/log/utf8.ts'
import { makeEd25519Pair } from '../simulate/ed25519-pair.ts'

/** 32 bytes that belong to a label. */
export const bytesOf = (label: string): Uint8Array => sha256(toUtf8(`parley vectors: ${label}`))

/** A UUID that belongs to a label. */
export const idOf = (label: string): string =>
  toHex(bytesOf(label)).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')

export const signerOf = async (name: string, type: number, seed = bytesOf(name)): Promise<Signer> =>
  makeEd25519Signer(name, await makeEd25519Pair(seed), type)

/** The same bytes with one bit turned. */
export const bent = (bytes: Uint8Array, at = 0): Uint8Array => bytes.with(at, bytes[at]! ^ 1)
