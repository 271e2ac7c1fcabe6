// Finds what keeps another user of this machine out of a folder.
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The outermost folder on the way that other users may not enter; undefined when all of them may be entered. */
export const closedFolder = async (path: string): Promise<string | undefined> => {
  const parent = dirname(path)
  const outer = parent === path ? undefined : await closedFolder(parent)
  if (outer !== undefined) return outer
  const about = await stat(path).catch(() => undefined)
  return about?.isDirectory() && (about.mode & 0o001) === 0 ? path : undefined
}
