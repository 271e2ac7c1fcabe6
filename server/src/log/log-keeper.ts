// Who keeps the log: its name, and the one key that signs checkpoints, heads and receipts.
import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { emptyFrontier, frontierBytes } from '@parley/protocol/log/frontier.ts'
import { headSuffix } from '@parley/protocol/log/head-text.ts'
import { receiptSuffix } from '@parley/protocol/log/receipt-text.ts'
import type { Signer } from '@parley/protocol/log/sign-note.ts'
import { formatVerifierKey, makeVerifierKey, signatureTypes } from '@parley/protocol/log/verifier-key.ts'
import { now } from '../base/clock.ts'
import { deriveKey } from '../base/derive-key.ts'
import type { Sql } from '../base/sql.ts'

export type LogKeeper = {
  /** The log's name, such as parley.example/log1. It says whose log it is, and stays when the platform moves. */
  origin: string
  /** What others check the checkpoints with (C2SP signed-note). */
  vkey: string
  signer: Signer
  headSigner: Signer
  receiptSigner: Signer
}

// An Ed25519 private key in PKCS #8 (RFC 8410 §7) is these bytes and the 32 of the seed.
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

const keyFrom = (seed: Buffer) => {
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' })
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' })
  const publicKey = new Uint8Array(Buffer.from(x, 'base64url'))
  return (name: string): Signer => ({
    key: makeVerifierKey(name, signatureTypes.ed25519.byte, publicKey),
    sign: (message) => new Uint8Array(sign(null, message, privateKey))
  })
}

const keeperOf = (origin: string, secret: string): LogKeeper => {
  const signerFor = keyFrom(deriveKey(secret, 'log key'))
  const signer = signerFor(origin)
  return {
    origin,
    vkey: formatVerifierKey(signer.key),
    signer,
    headSigner: signerFor(origin + headSuffix),
    receiptSigner: signerFor(origin + receiptSuffix)
  }
}

/**
 * Begins the log of a new platform or goes on with the one that is there. Throws with a sentence for the operator when the secret is not
 * the one that the log was begun with: what was signed before could not be gone on with.
 */
export const openLog = async (sql: Sql, { url, secret }: { url: string; secret: string }): Promise<LogKeeper> => {
  const first = keeperOf(`${new URL(url).host}/log1`, secret)
  await sql`
    insert into log.state (origin, vkey, size, frontier, at)
    values (${first.origin}, ${first.vkey}, 0, ${frontierBytes(emptyFrontier)}, ${now()}) on conflict do nothing`
  const [state] = await sql<{ origin: string; vkey: string }[]>`select origin, vkey from log.state`
  const keeper = keeperOf(state?.origin ?? '', secret)
  if (keeper.vkey !== state?.vkey)
    throw new Error(
      'The log of this database was begun with another secret. Put that secret back: no other key can go on with the log.'
    )
  return keeper
}
