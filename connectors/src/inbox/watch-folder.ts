// Watches a folder into which another program writes files, and gives each one when it is complete.
import { createReadStream, lstatSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/** How often the folder is looked at, and for how long a file must not have changed to be complete. */
export type FolderTimes = { everyMs: number; settledMs: number }

/**
 * Looks until the function that it returns is called. One file at a time; names that begin with a dot or end in .part or .tmp are never
 * given. `trouble` hears of what `give` throws; that file is left alone until it changes.
 */
export const watchFolder = (
  folder: string,
  give: (file: AsyncIterable<Uint8Array>, name: string, remove: () => void) => Promise<void>,
  trouble: (error: unknown) => void,
  { everyMs, settledMs }: FolderTimes = { everyMs: 500, settledMs: 1000 }
): (() => Promise<void>) => {
  const seen = new Map<string, { mark: string; since: number }>()
  const ended = new AbortController()

  const look = async (): Promise<void> => {
    const names = readdirSync(folder).filter((name) => !/^\.|\.(part|tmp)$/i.test(name))
    for (const known of seen.keys()) if (!names.includes(known)) seen.delete(known)
    for (const name of names) {
      const path = join(folder, name)
      const file = lstatSync(path, { throwIfNoEntry: false })
      if (!file?.isFile() || ended.signal.aborted) continue
      const mark = `${file.size} ${file.mtimeMs}`
      const now = performance.now()
      if (seen.get(name)?.mark !== mark) seen.set(name, { mark, since: now })
      if (now - seen.get(name)!.since < settledMs) continue
      seen.set(name, { mark, since: Infinity })
      const remove = (): void => {
        rmSync(path)
        seen.delete(name)
      }
      await give(createReadStream(path), name, remove).catch(trouble)
    }
  }
  const run = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      await look().catch(trouble)
      await setTimeout(everyMs, undefined, { signal: ended.signal }).catch(() => undefined)
    }
  }
  const running = run()
  return () => {
    ended.abort()
    return running
  }
}
