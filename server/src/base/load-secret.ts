// The platform's one secret: given by the operator, or made once and kept in the data folder.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from './config.ts'
import { newSecret } from './random.ts'

/** Losing the file signs everybody out and makes stored login keys unreadable; it belongs into the backup. */
export const loadSecret = async (config: Config): Promise<string> => {
  if (config.secret !== undefined) return config.secret
  const file = join(config.dataDir, 'secret')
  await mkdir(config.dataDir, { recursive: true })
  // Exclusive creation: of two first starts at once, one writes and both read the same.
  await writeFile(file, newSecret(), { flag: 'wx', mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  return (await readFile(file, 'utf8')).trim()
}
