// Salted commitments to the two texts of an entry: they say nothing without the salt and fit no other text.
import { sha256 } from './sha256.ts'
import { toUtf8 } from './utf8.ts'

const sharedPrefix = toUtf8('parley/s/v1\n')
const ownerPrefix = toUtf8('parley/o/v1\n')

/** cs = H("parley/s/v1\n" || salt || shared). The text is hashed as stored; nothing serialises it again. */
export const commitShared = (salt: Uint8Array, shared: string): Uint8Array => sha256(sharedPrefix, salt, toUtf8(shared))

/** co = H("parley/o/v1\n" || salt || owner). */
export const commitOwner = (salt: Uint8Array, owner: string): Uint8Array => sha256(ownerPrefix, salt, toUtf8(owner))
