// The log's public addresses, as this browser asks them.
import { type Tile, tilePath } from '@parley/protocol/log/tile-path.ts'
import { logFiles } from '../addresses.ts'
import { ApiError } from '../api/api-error.ts'

const timeoutMs = 20_000

/** Undefined when there is no such file. Throws ApiError when the log cannot be reached or fails. */
const read = async (address: string): Promise<Response | undefined> => {
  let response: Response
  try {
    response = await fetch(address, { signal: AbortSignal.timeout(timeoutMs) })
  } catch {
    throw new ApiError('unreachable', 0, { title: 'The log cannot be reached. Check your connection and try again.' })
  }
  if (response.status === 404) return undefined
  if (!response.ok)
    throw new ApiError('broken', response.status, { title: 'The log has a problem of its own. Try again in a moment.' })
  return response
}

/** Which keys the log asks to be trusted by (C2SP tlog-policy). */
export const readLogPolicy = async (): Promise<string | undefined> => (await read(logFiles.policy()))?.text()

/** The signed note of the largest checkpoint that is given out; undefined before the first. */
export const readLogHead = async (): Promise<string | undefined> => (await read(logFiles.checkpoint()))?.text()

/** Throws RangeError when the log has no such tile. */
export const readLogTile = async (tile: Tile): Promise<Uint8Array> => {
  const response = await read(logFiles.tile(tilePath(tile)))
  if (!response) throw new RangeError('The log has no such tile')
  return new Uint8Array(await response.arrayBuffer())
}
