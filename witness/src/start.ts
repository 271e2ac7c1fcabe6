// Puts a witness together: keys, memory, mirror, HTTP.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Signer } from '@parley/protocol/log/sign-note.ts'
import { formatVerifierKey, signatureTypes } from '@parley/protocol/log/verifier-key.ts'
import { Witness } from './add-checkpoint.ts'
import { openContradictions } from './contradictions.ts'
import { loadKey } from './key-file.ts'
import { startMirror } from './mirror/start-mirror.ts'
import type { Arguments } from './read-arguments.ts'
import { openSeenCheckpoints } from './seen-checkpoints.ts'
import { serve } from './serve.ts'

export type Keys = { signer: Signer; mirrorSigner: Signer }

/** Cosignatures and answers about tags have keys of their own (C2SP tlog-cosignature: distinct statements, distinct keys). */
export const loadKeys = ({ data, name }: Pick<Arguments, 'data' | 'name'>): Keys => {
  mkdirSync(data, { recursive: true })
  return {
    signer: loadKey(join(data, 'witness.key'), name, signatureTypes.ed25519Cosignature.byte),
    mirrorSigner: loadKey(join(data, 'mirror.key'), `${name}/mirror`, signatureTypes.ed25519.byte)
  }
}

export type Running = { port: number; keys: Keys; close: () => Promise<void> }

/** Throws with a sentence for the operator. */
export const startWitness = async (options: Arguments, say: (line: string) => void): Promise<Running> => {
  mkdirSync(options.data, { recursive: true })
  // First of all, since it holds the lock of the folder.
  const seen = openSeenCheckpoints(options.data)
  const keys = loadKeys(options)
  const contradictions = openContradictions(options.data, say)
  const { logs } = options
  for (const log of logs) {
    const file = contradictions.fileOf(log)
    if (file !== undefined) say(`${log.origin} has contradicted itself; this witness signs nothing for it (${file})`)
  }
  const parts = { logs, signer: keys.signer, seen, contradictions, say }
  const mirror = options.isMirror ? startMirror(options, { ...parts, signer: keys.mirrorSigner }) : undefined
  const server = await serve(
    {
      ...parts,
      witness: new Witness(parts),
      answerTag: mirror?.answerTag,
      mirrorKey: mirror && formatVerifierKey(keys.mirrorSigner.key)
    },
    options
  )
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : options.port,
    keys,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await mirror?.close()
      seen.close()
    }
  }
}
