// What is spooled comes back whole, and leaves nothing behind.
import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { spool } from './spool.ts'

// A place of its own, since other tests make evidence at the same time.
let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-spool-'))
  process.env['TMPDIR'] = folder
})
after(() => rm(folder, { recursive: true }))

async function* pieces(n: number, failAt = Infinity): AsyncGenerator<string> {
  for (let at = 0; at < n; at++) {
    if (at === failAt) throw new Error('the database is away')
    yield `${at} ünï `
  }
}

test('pieces come back in order, with their length in bytes', async () => {
  const { bytes, stream } = await spool(pieces(2000))
  const text = Buffer.concat((await stream.toArray()) as Buffer[])
  assert.equal(text.length, bytes)
  assert.ok(text.toString().startsWith('0 ünï 1 ünï ') && text.toString().endsWith('1999 ünï '))
})

test('nothing has a name on disk, whether it is fetched, given up, or fails', async () => {
  const { stream } = await spool(pieces(10))
  assert.deepEqual(await readdir(folder), [])
  stream.destroy()
  await assert.rejects(spool(pieces(10, 5)), /the database is away/)
  assert.deepEqual(await readdir(folder), [])
})
