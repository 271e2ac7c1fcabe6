// Finds the browser for the browser tests.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { config } from './config.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

const runs = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The path of Chromium; PARLEY_CHROMIUM wins, then the first of its usual names on the PATH. */
export const findChromium = (): string | undefined => {
  if (config.chromium !== undefined) return config.chromium
  const folders = config.path.split(delimiter).filter(Boolean)
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(runs)
}
