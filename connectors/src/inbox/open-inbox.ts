// The one way in for files: each is first copied, then taken from there, one after the other, also after a crash.
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { newId } from '../random.ts'
import { tidyFolder } from './tidy-folder.ts'
import { type FolderTimes, watchFolder } from './watch-folder.ts'

/** Where a file came from ('folder' for the watched one), what it is called, and who gave it. */
export type Origin = { source: string; name: string; person?: string }

/** A file to take. Nobody else writes to it, so it can be read twice. The signal says that the program ends. */
export type Incoming = Origin & { id: string; path: string; signal: AbortSignal }

export type InboxOptions<Outcome> = {
  /** The folder that is watched. It gets folders taking, done and failed. */
  folder: string
  /** Of a file, not much more than this is kept. */
  bytesMax: number
  /** Called again with the same id when the program died, or ended, before it answered. */
  take: (file: Incoming) => Promise<Outcome>
  /** Hears of files that could not be taken; they stay where they are until the next start. */
  trouble: (error: unknown) => void
  /** The time of this machine, in milliseconds since 1970. */
  nowMs: () => number
  times?: FolderTimes
}

export type Inbox<Outcome> = {
  /** Copies a file, then takes it. It will be taken once the copy is whole, whatever happens. Throws what the file throws, and what `take` throws. */
  take: (file: AsyncIterable<Uint8Array>, origin: Origin) => Promise<Outcome>
  /** Stops; the next start goes on. */
  close: () => Promise<void>
}

const ageMs = 90 * 24 * 60 * 60 * 1000
/** What was taken can be had again from whoever sent it. What was refused may be the only copy of something that nobody has taken yet. */
const stay = { done: { newest: 500, ageMs }, failed: { newest: Infinity, ageMs } }
const tidyEveryMs = 60 * 60 * 1000

/** Reads all of a file, so that its sender is heard out, and gives a little more than is allowed, so that whoever reads it sees that. */
async function* cut(file: AsyncIterable<Uint8Array>, bytesMax: number): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of file) {
    if (bytes <= bytesMax) yield chunk
    bytes += chunk.length
  }
}

/** Copies a file into the folder `taking` and returns the id of the copy. A copy without its `.part` is whole. */
const copyFile = async (
  taking: string,
  bytesMax: number,
  file: AsyncIterable<Uint8Array>,
  origin: Origin
): Promise<string> => {
  const id = newId()
  const path = join(taking, id)
  try {
    writeFileSync(`${path}.json`, JSON.stringify(origin), { mode: 0o600, flush: true })
    await pipeline(cut(file, bytesMax), createWriteStream(`${path}.part`, { mode: 0o600, flush: true }))
    renameSync(`${path}.part`, path)
    return id
  } catch (error) {
    for (const each of ['.json', '.part']) rmSync(path + each, { force: true })
    throw error
  }
}

/** Puts a copy away that was taken: to done/ or failed/ when it came by the folder, else out of the world. */
const putAway = (folder: string, { id, path, source, name }: Incoming, outcome: { problem?: string }): void => {
  if (source === 'folder') {
    // The name of a file has at most 255 bytes.
    const there = `${id} ${Buffer.from(name).subarray(0, 180).toString()}`
    const to = join(folder, outcome.problem ? 'failed' : 'done', there)
    if (outcome.problem) writeFileSync(`${to}.reason.txt`, outcome.problem)
    else writeFileSync(`${to}.report.json`, JSON.stringify(outcome))
    renameSync(path, to)
  } else rmSync(path)
  rmSync(`${path}.json`)
}

/**
 * Opens the way in, and takes what was left of the last time. A file of the watched folder goes to done/ with the outcome as a report, or to
 * failed/ with the outcome's problem; other copies are removed once they are taken. Once an hour what has been there long enough goes.
 */
export const openInbox = <Outcome extends { problem?: string }>(options: InboxOptions<Outcome>): Inbox<Outcome> => {
  const { folder, bytesMax, times } = options
  for (const each of ['taking', 'done', 'failed']) mkdirSync(join(folder, each), { recursive: true, mode: 0o700 })
  const taking = join(folder, 'taking')
  const ended = new AbortController()
  const trouble = (error: unknown): void => {
    if (!ended.signal.aborted) options.trouble(error)
  }
  let queue: Promise<unknown> = Promise.resolve()
  const takeCopy = (id: string): Promise<Outcome> => {
    const path = join(taking, id)
    const taken = queue.then(async () => {
      const origin = JSON.parse(readFileSync(`${path}.json`, 'utf8')) as Origin
      const file = { ...origin, id, path, signal: ended.signal }
      const outcome = await options.take(file)
      putAway(folder, file, outcome)
      return outcome
    })
    queue = taken.catch(() => undefined)
    return taken
  }
  for (const name of readdirSync(taking)) {
    const [id = ''] = name.split('.')
    if (name === id) takeCopy(id).catch(trouble)
    else if (!existsSync(join(taking, id))) rmSync(join(taking, name))
  }
  const tidy = (): void => {
    try {
      for (const state of ['done', 'failed'] as const) tidyFolder(join(folder, state), options.nowMs(), stay[state])
    } catch (error) {
      trouble(error)
    }
  }
  tidy()
  const tidying = setInterval(tidy, tidyEveryMs)
  const closeFolder = watchFolder(
    folder,
    async (file, name, remove) => {
      const id = await copyFile(taking, bytesMax, file, { source: 'folder', name })
      try {
        // A crash before this takes the file twice.
        remove()
      } finally {
        await takeCopy(id)
      }
    },
    trouble,
    times
  )
  return {
    take: async (file, origin) => takeCopy(await copyFile(taking, bytesMax, file, origin)),
    close: async () => {
      ended.abort()
      clearInterval(tidying)
      await Promise.all([queue, closeFolder()])
    }
  }
}
