// Tests of the app as a process: it starts, says so, survives a kill, and refuses what cannot work.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { meetPerson, openStore } from '@parley/site'
import { freePort } from '@parley/world/test-platform.ts'
import { history } from './listens/history.ts'
import { schema } from './schema.ts'

const folder = mkdtempSync(join(tmpdir(), 'music-test-'))
const running = new Set<ChildProcess>()
after(() => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

type Run = { child: ChildProcess; output: () => string; ended: Promise<number | null> }
const run = (port: number, env: Record<string, string> = { MUSIC_CLIENT_SECRET: 'secret' }): Run => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: { PARLEY_URL: 'http://localhost:1', PARLEY_DATA: folder, PARLEY_APP_PORT_BASE: String(port - 1), ...env }
  })
  running.add(child)
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = once(child, 'exit').then(([code]) => {
    running.delete(child)
    return code as number | null
  })
  return { child, output: () => output, ended }
}
const ready = async ({ child, output }: Run): Promise<void> => {
  while (!output().includes('ready at')) await once(child.stdout!, 'data', { signal: AbortSignal.timeout(20_000) })
}

test('it says where it is, answers, and ends when asked', async () => {
  const port = await freePort()
  const music = run(port)
  await ready(music)
  assert.equal(music.output(), `Music is ready at http://localhost:${port}\n`)
  assert.equal((await fetch(`http://localhost:${port}/healthz`)).status, 200)
  music.child.kill('SIGTERM')
  assert.equal(await music.ended, 0)
})

test('without a secret, or on a port that is taken, it says why and ends', async () => {
  const without = run(await freePort(), {})
  assert.equal(await without.ended, 1)
  assert.match(without.output(), /^Music did not start: MUSIC_CLIENT_SECRET is not set/)
  const port = await freePort()
  const other = createServer().listen(port, 'localhost')
  await once(other, 'listening')
  const second = run(port)
  assert.equal(await second.ended, 1)
  assert.match(second.output(), /^Music did not start: .*EADDRINUSE/)
  other.close()
})

test('a listen that was answered is there after kill -9', async () => {
  const db = openStore(`${folder}/music`, 'music', schema)
  const ana = meetPerson(db, 'sub', 'Ana')
  const token = 'x'.repeat(43)
  db.prepare('insert into call_token (person, token) values (?, ?)').run(ana.id, token)
  db.close()
  const port = await freePort()
  const answered: number[] = []
  for (let round = 0; round < 4; round++) {
    const music = run(port)
    await ready(music)
    let next = 1_700_000_000 + round * 10_000
    const enough = answered.length + 10
    // Several at a time, so that the kill falls between requests and answers.
    const submit = async (): Promise<void> => {
      for (;;) {
        const listenedAt = next++
        const track = { artist_name: 'Storm', track_name: `Song ${listenedAt}` }
        const answer = await fetch(`http://localhost:${port}/1/submit-listens`, {
          method: 'POST',
          headers: { authorization: `Token ${token}` },
          body: JSON.stringify({ listen_type: 'single', payload: [{ listened_at: listenedAt, track_metadata: track }] })
        }).catch(() => undefined)
        if (!answer) return
        if (answer.status === 200) answered.push(listenedAt)
        if (answered.length >= enough) music.child.kill('SIGKILL')
      }
    }
    await Promise.all([submit(), submit(), submit(), submit()])
    await music.ended
  }
  assert.ok(answered.length >= 40, `${answered.length} answered`)
  const again = openStore(`${folder}/music`, 'music', schema)
  const kept = new Set(history(again, ana.id, 10_000).items.map(({ listenedAt }) => listenedAt))
  again.close()
  assert.deepEqual(
    answered.filter((at) => !kept.has(at)),
    []
  )
})
