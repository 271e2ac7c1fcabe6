// All files of protocol/vectors, by name.
import { bundleVectors } from './bundle-vectors.ts'
import { consentVectors } from './consent-vectors.ts'
import { keptIn } from './kept.ts'
import { merkleVectors } from './merkle-vectors.ts'
import { signedVectors } from './note-vectors.ts'
import { partyVectors } from './party-vectors.ts'
import { statementVectors } from './statement-vectors.ts'
import { textVectors } from './text-vectors.ts'
import { tileVectors } from './tile-vectors.ts'

export const keptFile = 'kept-signatures.json'

const written = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`

/** kept: the signatures that the vectors have now, which cannot be made alike twice. */
export const allVectors = async (kept: Record<string, string>): Promise<Map<string, string>> => {
  const used: Record<string, string> = {}
  const keep = keptIn(kept, used)
  const { index, files } = await bundleVectors()
  return new Map([
    ['merkle.json', written(merkleVectors())],
    ['notes.json', written(await signedVectors(keep))],
    ['tiles.json', written(tileVectors())],
    ['parties.json', written(partyVectors())],
    ['texts.json', written(textVectors())],
    ['statements.json', written(await statementVectors())],
    ['consents.json', written(await consentVectors(keep))],
    ['bundles.json', written(index)],
    ...files,
    [keptFile, written(used)]
  ])
}
