// Tests of the way in for files: complete ones, once, also after a crash.
import assert from 'node:assert/strict'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { type Inbox, type Incoming, openInbox } from './open-inbox.ts'

const settledMs = 60
type Outcome = { problem?: string; text?: string }
const root = mkdtempSync(join(tmpdir(), 'inbox-'))
const opened: Inbox<Outcome>[] = []
after(async () => {
  for (const inbox of opened) await inbox.close()
  rmSync(root, { recursive: true })
})

/** Takes what says good, and remembers what it was given. */
const start = (folder: string, over: { take?: (file: Incoming) => Promise<Outcome>; bytesMax?: number } = {}) => {
  const taken: string[] = []
  const troubles: unknown[] = []
  const inbox = openInbox<Outcome>({
    folder,
    bytesMax: 1000,
    take: async ({ name, path }) => {
      const text = readFileSync(path, 'utf8')
      taken.push(`${name}: ${text}`)
      return text.startsWith('good') ? { text } : { problem: 'It is bad.' }
    },
    trouble: (error) => troubles.push(error),
    nowMs: Date.now,
    times: { everyMs: 10, settledMs },
    ...over
  })
  opened.push(inbox)
  return { inbox, taken, troubles }
}
const newFolder = (): string => mkdtempSync(join(root, 'x-'))
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const until = async (is: () => boolean): Promise<void> => {
  for (let looks = 0; !is(); looks++) {
    assert.ok(looks < 400)
    await pause(10)
  }
}
/** Names without the ids before them. */
const filesIn = (folder: string, state: string): string[] =>
  readdirSync(join(folder, state))
    .map((name) => name.slice(name.indexOf(' ') + 1))
    .sort()
async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

test('the watched folder takes complete files once, moves them, says why not, and goes on after a restart', async () => {
  const folder = newFolder()
  const first = start(folder)
  // Each look finds it changed, for longer than a complete file waits.
  const growing = performance.now() + 2 * settledMs
  for (let i = 0; performance.now() < growing; i++, await turn())
    writeFileSync(join(folder, 'a.xml'), 'goo'.padEnd(3 + (i % 97), 'o'))
  writeFileSync(join(folder, 'a.xml'), 'good one')
  await until(() => filesIn(folder, 'done').length === 2)
  assert.deepEqual(filesIn(folder, 'done'), ['a.xml', 'a.xml.report.json'])
  writeFileSync(join(folder, 'a.xml'), 'good two')
  writeFileSync(join(folder, 'b.xml'), 'bad')
  writeFileSync(join(folder, '.hidden'), 'good')
  writeFileSync(join(folder, 'c.xml.part'), 'good three')
  mkdirSync(join(folder, 'folder'))
  symlinkSync(join(folder, '.hidden'), join(folder, 'link'))
  await until(() => filesIn(folder, 'done').length === 4 && filesIn(folder, 'failed').length === 2)
  assert.deepEqual(filesIn(folder, 'failed'), ['b.xml', 'b.xml.reason.txt'])
  const reason = readdirSync(join(folder, 'failed')).find((name) => name.endsWith('.txt'))!
  assert.equal(readFileSync(join(folder, 'failed', reason), 'utf8'), 'It is bad.')
  await first.inbox.close()
  assert.deepEqual(first.taken, ['a.xml: good one', 'a.xml: good two', 'b.xml: bad'])
  renameSync(join(folder, 'c.xml.part'), join(folder, 'c.xml'))
  const second = start(folder)
  await until(() => filesIn(folder, 'done').length === 6)
  await second.inbox.close()
  assert.deepEqual(second.taken, ['c.xml: good three'])
  assert.deepEqual(readdirSync(folder).sort(), ['.hidden', 'done', 'failed', 'folder', 'link', 'taking'])
  assert.deepEqual([first.troubles, second.troubles, readdirSync(join(folder, 'taking'))], [[], [], []])
})

test('a copy that was not taken when the program died is taken at the next start, under the same id', async () => {
  const folder = newFolder()
  const seen: string[] = []
  const dies = start(folder, {
    take: async ({ id, signal }) => {
      seen.push(id)
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('ended'))))
    }
  })
  const waiting = dies.inbox.take(pieces('good ', 'one'), { source: 'call', name: 'One', person: 'ana' })
  await until(() => seen.length === 1)
  await Promise.all([dies.inbox.close(), assert.rejects(waiting, /ended/)])
  // What else a crash may leave: a copy that is not whole, and what belongs to a copy that was put away.
  for (const name of ['x.part', 'x.json', 'y.json']) writeFileSync(join(folder, 'taking', name), '{}')
  const files: Incoming[] = []
  const lives = start(folder, {
    take: async (file) => {
      files.push(file)
      return {}
    }
  })
  await until(() => readdirSync(join(folder, 'taking')).length === 0)
  await lives.inbox.close()
  assert.deepEqual(
    files.map(({ id, name, source, person }) => [id, name, source, person]),
    [[seen[0], 'One', 'call', 'ana']]
  )
  assert.deepEqual([filesIn(folder, 'done'), filesIn(folder, 'failed'), dies.troubles], [[], [], []])
})

test('a file that breaks off is kept nowhere, and one that is too large is cut', async () => {
  const folder = newFolder()
  const sizes: number[] = []
  const { inbox } = start(folder, {
    take: async ({ path }) => {
      sizes.push(statSync(path).size)
      return {}
    }
  })
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('good')
    throw new Error('the line is gone')
  }
  await assert.rejects(inbox.take(broken(), { source: 'call', name: 'x' }), /the line is gone/)
  assert.deepEqual([sizes, readdirSync(join(folder, 'taking'))], [[], []])
  let given = 0
  async function* large(): AsyncGenerator<Uint8Array> {
    for (; given < 50; given++) yield Buffer.alloc(100)
  }
  await inbox.take(large(), { source: 'call', name: 'x' })
  assert.deepEqual([sizes, given], [[1100], 50], 'the sender was heard to the end')
})

test('a file that cannot be taken stays for the next start, and the others go on', async () => {
  const folder = newFolder()
  const { inbox, troubles } = start(folder, {
    take: async ({ name }) => {
      if (name === 'a') throw new Error('the disk is full')
      return {}
    }
  })
  writeFileSync(join(folder, 'a'), 'good')
  writeFileSync(join(folder, 'b'), 'good')
  await until(() => filesIn(folder, 'done').length === 2)
  await inbox.close()
  assert.match(String(troubles), /the disk is full/)
  const next = start(folder)
  await until(() => filesIn(folder, 'done').length === 4)
  await next.inbox.close()
  assert.deepEqual(next.taken, ['a: good'])
})

const ids = (folder: string, state: string): Set<string> =>
  new Set(readdirSync(join(folder, state)).map((name) => name.slice(0, 36)))

test('of what was taken the newest 500 stay, for 90 days; what was refused stays for 90 days, however much it is', async () => {
  const folder = newFolder()
  const day = 24 * 60 * 60
  const old = (state: string, id: string, days: number): void => {
    const beside = state === 'done' ? 'report.json' : 'reason.txt'
    for (const name of [`${id} a file.xml`, `${id} a file.xml.${beside}`]) {
      writeFileSync(join(folder, state, name), '{}')
      utimesSync(join(folder, state, name), Date.now() / 1000 - days * day, Date.now() / 1000 - days * day)
    }
  }
  for (const state of ['done', 'failed']) mkdirSync(join(folder, state))
  const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
  for (let n = 0; n < 510; n++) for (const state of ['done', 'failed']) old(state, id(n), n / 10)
  for (const state of ['done', 'failed']) for (const n of [600, 601]) old(state, id(n), 91)
  writeFileSync(join(folder, 'done', 'notes of somebody.txt'), 'mine')
  const { inbox, troubles } = start(folder)
  writeFileSync(join(folder, 'new.xml'), 'bad')
  await until(() => filesIn(folder, 'failed').includes('new.xml.reason.txt'))
  await inbox.close()
  assert.deepEqual(troubles, [])
  assert.equal(ids(folder, 'done').size, 501)
  assert.ok(ids(folder, 'done').has(id(499)) && !ids(folder, 'done').has(id(500)))
  assert.ok(readdirSync(join(folder, 'done')).includes('notes of somebody.txt'))
  assert.equal(ids(folder, 'failed').size, 511)
  assert.ok(!ids(folder, 'failed').has(id(600)))
  assert.equal(readdirSync(join(folder, 'failed')).length, 2 * 511, 'each with its reason beside it')
})
