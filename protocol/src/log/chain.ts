// The chain of one party's entries: each link hashes the one before it, so none can be left out.
import { sha256 } from './sha256.ts'
import { toUtf8 } from './utf8.ts'

const startPrefix = toUtf8('parley/chain/v1\n')
const linkPrefix = Uint8Array.of(2)

/** h_0 = H("parley/chain/v1\n" || lid). */
export const startChain = (lid: Uint8Array): Uint8Array => sha256(startPrefix, lid)

/** h_i = H(02 || h_(i-1) || leaf hash). */
export const linkChain = (before: Uint8Array, leafHash: Uint8Array): Uint8Array => sha256(linkPrefix, before, leafHash)
