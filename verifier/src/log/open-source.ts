// Reads the files of a log from a folder or over HTTP.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The bytes at a path below the log's prefix; undefined when there is nothing. Throws when it cannot be asked. */
export type LogSource = (path: string) => Promise<Uint8Array | undefined>

/** The log cannot be reached, or gives what no log gives. */
export class SourceError extends Error {}

const bytesMax = 64 * 1024 * 1024
const waitMs = 30_000

export const openSource = (place: string): LogSource =>
  /^https?:\/\//.test(place) ? fromWeb(place.replace(/\/+$/, '')) : fromFolder(place)

const fromFolder =
  (folder: string): LogSource =>
  async (path) => {
    try {
      return await readFile(join(folder, path))
    } catch (error) {
      if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
        return undefined
      throw error
    }
  }

const fromWeb =
  (prefix: string): LogSource =>
  async (path) => {
    const response = await fetch(`${prefix}/${path}`, { signal: AbortSignal.timeout(waitMs) }).catch(
      (error: unknown) => {
        throw new SourceError(
          `${prefix}/${path} cannot be reached: ${error instanceof Error ? error.message : String(error)}`
        )
      }
    )
    if (response.status === 404 || response.status === 410) return undefined
    if (!response.ok) throw new SourceError(`${prefix}/${path} answered ${response.status}`)
    const bytes = new Uint8Array(await response.arrayBuffer())
    if (bytes.length > bytesMax) throw new SourceError(`${prefix}/${path} is larger than any file of a log`)
    return bytes
  }
