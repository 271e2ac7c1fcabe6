// The watched folder: files are taken when they are complete, then moved to done/ or failed/.
import { createReadStream, lstatSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nowText } from '../clock.ts'
import type { Report } from './report.ts'

/** A file is complete when it has not changed for this long. Names that begin with a dot or end in .part or .tmp are never taken. */
export type InboxTimes = { everyMs: number; settledMs: number }

export type Inbox = { folder: string; close: () => Promise<void> }

/**
 * Looks into `folder` again and again, one file at a time. A crash leaves a file where it is, and it is taken again: what it says is
 * known then. `trouble` hears of files that cannot be moved; they are left alone until they change.
 */
export const openInbox = (
  folder: string,
  take: (file: AsyncIterable<Uint8Array>, name: string) => Promise<Report>,
  trouble: (error: unknown, name: string) => void,
  times: InboxTimes = { everyMs: 500, settledMs: 1000 }
): Inbox => {
  for (const each of ['', 'done', 'failed']) mkdirSync(join(folder, each), { recursive: true, mode: 0o700 })
  const seen = new Map<string, { mark: string; since: number }>()
  const stuck = new Map<string, string>()
  let ended = false

  const move = (name: string, report: Report): void => {
    const there = join(folder, report.problem ? 'failed' : 'done', `${nowText().replaceAll(':', '')} ${name}`)
    writeFileSync(
      report.problem ? `${there}.reason.txt` : `${there}.report.json`,
      report.problem ?? JSON.stringify(report)
    )
    renameSync(join(folder, name), there)
  }
  const look = async (): Promise<void> => {
    const names = readdirSync(folder).filter((name) => !/^\.|\.(part|tmp)$/i.test(name))
    for (const known of seen.keys()) if (!names.includes(known)) seen.delete(known)
    for (const name of names) {
      if (ended) return
      const path = join(folder, name)
      const file = lstatSync(path, { throwIfNoEntry: false })
      if (!file?.isFile()) continue
      const mark = `${file.size} ${file.mtimeMs}`
      const now = performance.now()
      if (seen.get(name)?.mark !== mark) seen.set(name, { mark, since: now })
      if (now - seen.get(name)!.since < times.settledMs || stuck.get(name) === mark) continue
      try {
        move(name, await take(createReadStream(path), name))
      } catch (error) {
        stuck.set(name, mark)
        trouble(error, name)
      }
    }
  }
  let wake = (): void => undefined
  const run = async (): Promise<void> => {
    while (!ended) {
      await look().catch((error: unknown) => trouble(error, ''))
      if (!ended) await new Promise<void>((resolve) => setTimeout((wake = resolve), times.everyMs))
    }
  }
  const running = run()
  return {
    folder,
    close: () => {
      ended = true
      wake()
      return running
    }
  }
}
