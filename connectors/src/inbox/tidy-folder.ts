// Removes what was taken long ago, so that a folder of files does not grow without end.
import { lstatSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** newest: how many files stay, each with what stands beside it. ageMs: how long any file stays. */
export type Stay = { newest: number; ageMs: number }

/** A file and what stands beside it begin with the same id and a space; what does not is none of ours and stays. */
export const tidyFolder = (folder: string, nowMs: number, { newest, ageMs }: Stay): void => {
  const files = readdirSync(folder).flatMap((name) => {
    const id = /^([\da-f-]{36}) ./.exec(name)?.[1]
    const file = id && lstatSync(join(folder, name), { throwIfNoEntry: false })
    return file ? [{ id, name, at: file.mtimeMs }] : []
  })
  const kept = [...Map.groupBy(files, ({ id }) => id).values()]
    .map((all) => ({ all, at: Math.max(...all.map(({ at }) => at)) }))
    .toSorted((one, other) => other.at - one.at)
  for (const [i, { all, at }] of kept.entries())
    if (i >= newest || nowMs - at > ageMs) for (const { name } of all) rmSync(join(folder, name), { force: true })
}
