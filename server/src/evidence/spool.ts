// Keeps what is being written in a file that has no name any more, until it is sent.
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

export type Spooled = { bytes: number; stream: Readable }

/**
 * Writes all pieces first: who fetches slowly holds no transaction open, and what fails becomes an error and not half a file. The file
 * goes when the stream ends, or with the process.
 */
export const spool = async (pieces: AsyncIterable<string>): Promise<Spooled> => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-evidence-'))
  const file = await open(join(folder, 'evidence'), 'wx+', 0o600)
  try {
    await rm(folder, { recursive: true })
    let bytes = 0
    for await (const piece of pieces) bytes += (await file.write(piece, null)).bytesWritten
    return { bytes, stream: file.createReadStream({ start: 0 }) }
  } catch (error) {
    await file.close()
    throw error
  }
}
