// The command line's own files: one value each, readable by this user of the machine only.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Kept, Store } from '@parley/sdk'
import type { Places } from '../talk/converse.ts'
import type { State } from '../talk/state.ts'

export type Folder = {
  read: (name: string) => unknown
  /** On disk before it returns; undefined removes. */
  write: (name: string, value: unknown) => void
}

export const openFolder = (folder: string): Folder => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const pathOf = (name: string): string => join(folder, `${encodeURIComponent(name)}.json`)
  return {
    read: (name) => {
      try {
        return JSON.parse(readFileSync(pathOf(name), 'utf8')) as unknown
      } catch {
        return undefined
      }
    },
    write: (name, value) => {
      if (value === undefined) return rmSync(pathOf(name), { force: true })
      writeFileSync(`${pathOf(name)}.new`, JSON.stringify(value), { mode: 0o600, flush: true })
      renameSync(`${pathOf(name)}.new`, pathOf(name))
    }
  }
}

export const folderStore = ({ read, write }: Folder): Store => ({
  get: async (name) => read(name) as Kept | undefined,
  set: async (name, value) => write(name, value),
  delete: async (name) => write(name, undefined)
})

export const folderPlaces = ({ read, write }: Folder): Places => ({
  get: (who) => read(`place:${who}`) as State | undefined,
  set: (who, state) => write(`place:${who}`, state)
})
