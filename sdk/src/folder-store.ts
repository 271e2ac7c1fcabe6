// A store for command lines: one file for each value, in a folder that only this user of the machine can read. For Node alone.
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { nowMs } from './clock.ts'
import { randomName } from './random.ts'
import type { Kept, Store } from './store.ts'

export type FolderStore = Store & {
  /** The app's own small values, as JSON, such as the id of the one session. set: undefined removes. */
  values: { get: (name: string) => Promise<unknown>; set: (name: string, value: unknown) => Promise<void> }
}

// Logins that nobody finished, and files that a crash left half-written.
const leftovers = /^(attempt%3A|device%3A).*\.json$|\.new$/
const keepLeftoversMs = 24 * 60 * 60 * 1000

const readText = (path: string): Promise<string | undefined> =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })

const clean = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) {
    if (!leftovers.test(name)) continue
    const path = join(folder, name)
    // Another process may be cleaning, too.
    const changedMs = (await stat(path).catch(() => undefined))?.mtimeMs ?? nowMs()
    if (changedMs < nowMs() - keepLeftoversMs) await rm(path, { force: true })
  }
}

/** A renamed file is there after a power cut once its folder is on disk, too; Windows opens no folders, and needs it not. */
const settle = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r').catch(() => undefined)
  try {
    await handle?.sync()
  } finally {
    await handle?.close()
  }
}

/**
 * Makes the folder (mode 0700) at the first write; files have mode 0600. A value is on disk before `set` resolves, and is the old one or the
 * new one whenever the process or the machine ends. Several processes may use one folder: the last write counts.
 */
export const folderStore = (folder: string): FolderStore => {
  const pathOf = (name: string): string => join(folder, `${encodeURIComponent(name)}.json`)
  let made: Promise<void> | undefined
  const make = async (): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await clean(folder)
  }
  const get = async (name: string): Promise<unknown> => {
    const text = await readText(pathOf(name))
    return text === undefined ? undefined : (JSON.parse(text) as unknown)
  }
  const remove = (name: string): Promise<void> => rm(pathOf(name), { force: true })
  const set = async (name: string, value: unknown): Promise<void> => {
    await (made ??= make())
    // A name of its own, so that two writers never write into one file.
    const half = `${pathOf(name)}.${randomName()}.new`
    await writeFile(half, JSON.stringify(value), { mode: 0o600, flush: true })
    await rename(half, pathOf(name))
    await settle(folder)
  }
  const own = (name: string): string => `own:${name}`
  return {
    get: async (name) => (await get(name)) as Kept | undefined,
    set,
    delete: remove,
    values: {
      get: (name) => get(own(name)),
      set: (name, value) => (value === undefined ? remove(own(name)) : set(own(name), value))
    }
  }
}
