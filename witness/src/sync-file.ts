// Writes a file so that it is on the disk, whole, when this returns.
import { closeSync, fsyncSync, linkSync, openSync, renameSync, unlinkSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** isNew: throws EEXIST when there is a file already, also when two processes write at once. */
type How = { mode?: number; isNew?: boolean }

const syncFolder = (folder: string): void => {
  const file = openSync(folder, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** A crash leaves the old file (or none) or the new one, never a part. The folder must be there. */
export const writeSynced = (path: string, text: string, { mode = 0o644, isNew = false }: How = {}): void => {
  const folder = dirname(path)
  const part = join(folder, `.${basename(path)}.${process.pid}`)
  const file = openSync(part, 'w', mode)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  if (isNew) {
    try {
      linkSync(part, path)
    } finally {
      unlinkSync(part)
    }
  } else renameSync(part, path)
  // The new name is a change of the folder, which has to reach the disk too.
  syncFolder(folder)
}
