// Sessions in your own database: here, one file per value.
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import type { Kept, Store } from '@parley/sdk'

export const folderStore = (folder: string): Store => {
  const pathOf = (name: string) => `${folder}/${encodeURIComponent(name)}.json`
  return {
    get: async (name) => {
      const text = await readFile(pathOf(name), 'utf8').catch(() => undefined)
      return text === undefined ? undefined : (JSON.parse(text) as Kept)
    },
    set: async (name, value) => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const file = await open(`${pathOf(name)}.new`, 'w', 0o600)
      await file.writeFile(JSON.stringify(value))
      await file.sync()
      await file.close()
      await rename(`${pathOf(name)}.new`, pathOf(name))
    },
    delete: (name) => rm(pathOf(name), { force: true })
  }
}
