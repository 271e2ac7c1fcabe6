// The hashes of a Merkle tree (RFC 6962 §2.1): leaf, node and the empty tree.
import { sha256 } from './sha256.ts'

const leafPrefix = Uint8Array.of(0)
const nodePrefix = Uint8Array.of(1)

/** MTH({}) = SHA-256(). */
export const emptyRoot = sha256(new Uint8Array())

/** SHA-256(0x00 || entry). */
export const hashLeaf = (entry: Uint8Array): Uint8Array => sha256(leafPrefix, entry)

/** SHA-256(0x01 || left || right). */
export const hashNode = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(nodePrefix, left, right)
