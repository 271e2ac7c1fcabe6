// Tests of the folder store: private, whole after a crash, and shared by processes.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { folderStore } from './folder-store.ts'
import type { Kept } from './store.ts'

const root = mkdtempSync(join(tmpdir(), 'folder-store-test-'))
after(() => rmSync(root, { recursive: true }))
const log = (vkey: string): Kept => ({ kind: 'log', vkey })

/** A process that writes the value `of` (a letter, a million times) under one name until it is killed. */
const startWriter = async (folder: string, of: string) => {
  const script = `
    import { folderStore } from ${JSON.stringify(new URL('folder-store.ts', import.meta.url).href)}
    const store = folderStore(${JSON.stringify(folder)})
    for (let i = 0; ; i++) {
      await store.set('log', { kind: 'log', vkey: '${of}'.repeat(1_000_000) })
      if (i === 0) process.stdout.write('writing')
    }`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return async (): Promise<void> => {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
}

const isWhole = (kept: Kept | undefined): boolean =>
  kept?.kind === 'log' && kept.vkey.length === 1_000_000 && kept.vkey === kept.vkey[0]!.repeat(1_000_000)

test('what is set is there for another store on the same folder, until it is deleted', async () => {
  const folder = join(root, 'plain', 'deep')
  const store = folderStore(folder)
  assert.equal(await store.get('log'), undefined)
  await store.set('session:../../x', log('a'))
  await store.set('session:../../x', log('b'))
  await store.values.set('person', 'session-1')
  const again = folderStore(folder)
  assert.deepEqual(await again.get('session:../../x'), log('b'))
  assert.equal(await again.values.get('person'), 'session-1')
  assert.equal(await again.get('person'), undefined, 'own values stand apart')
  await again.delete('session:../../x')
  await again.values.set('person', undefined)
  assert.deepEqual(readdirSync(folder), [])
})

test('only this user of the machine can read the folder and its files', async () => {
  const folder = join(root, 'private')
  await folderStore(folder).set('log', log('a'))
  assert.equal(statSync(folder).mode & 0o777, 0o700)
  for (const name of readdirSync(folder)) assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name)
})

test('a process that is killed while it writes leaves the old value or the new one', async () => {
  const folder = join(root, 'crash')
  for (let times = 0; times < 8; times++) {
    const kill = await startWriter(folder, times % 2 === 0 ? 'a' : 'b')
    await setTimeout(times * 7)
    await kill()
    assert.ok(isWhole(await folderStore(folder).get('log')), `crash ${times}`)
  }
})

test('two processes can write the same value, and a third always reads a whole one', async () => {
  const folder = join(root, 'shared')
  const kills = [await startWriter(folder, 'a'), await startWriter(folder, 'b')]
  const store = folderStore(folder)
  const seen = new Set<string>()
  for (let reads = 0; reads < 200 || seen.size < 2; reads++) {
    const kept = await store.get('log')
    assert.ok(isWhole(kept))
    if (kept?.kind === 'log') seen.add(kept.vkey[0]!)
    assert.ok(reads < 5000, 'both get through')
  }
  for (const kill of kills) await kill()
})

test('logins that nobody finished and halves of files are gone after a day; what is younger stays', async () => {
  const folder = join(root, 'old')
  const store = folderStore(folder)
  for (const name of ['attempt:1', 'device:1', 'session:1', 'device:2']) await store.set(name, log('a'))
  writeFileSync(join(folder, 'log.json.1.new'), '{')
  const old = Date.now() / 1000 - 25 * 60 * 60
  for (const name of readdirSync(folder)) if (!name.includes('2')) utimesSync(join(folder, name), old, old)
  await folderStore(folder).set('log', log('b'))
  assert.deepEqual(readdirSync(folder).sort(), ['device%3A2.json', 'log.json', 'session%3A1.json'])
})

test('a file that is no JSON is said to be broken, and is not taken for a missing one', async () => {
  const folder = join(root, 'broken')
  const store = folderStore(folder)
  await store.set('log', log('a'))
  writeFileSync(join(folder, 'log.json'), readFileSync(join(folder, 'log.json'), 'utf8').slice(0, 5))
  await assert.rejects(store.get('log'), SyntaxError)
})
