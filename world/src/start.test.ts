// npm start as a process: ready, killed without warning, and started again on the same folder.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { freePort } from './test-platform.ts'

const folder = await mkdtemp(join(tmpdir(), 'parley-start-'))
await chmod(folder, 0o755)
const port = await freePort()
const portBase = await freePort()
after(() => rm(folder, { recursive: true, force: true }))

const start = async (...args: string[]): Promise<{ child: ChildProcess; said: string[] }> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'start.ts'), ...args], {
    env: {
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
      PARLEY_PORT: String(port),
      PARLEY_APP_PORT_BASE: String(portBase),
      PARLEY_DATA: folder,
      PARLEY_LOG_LEVEL: 'warn'
    },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => said.push(line))
  const lastLine = args.includes('--no-demo') ? /^Parley {4}http/ : /^Sign in as /
  while (!said.some((line) => lastLine.test(line))) {
    if (child.exitCode !== null) throw new Error(said.join('\n'))
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return { child, said }
}

const isUp = (url: string): Promise<boolean> =>
  fetch(url).then(
    (answer) => answer.ok,
    () => false
  )

test('the demo is ready, keeps its state over kill -9, and leaves no app behind', async () => {
  const first = await start()
  assert.ok(await isUp(`http://localhost:${port}/readyz`))
  assert.ok(await isUp(`http://localhost:${portBase + 1}/healthz`))
  const body = JSON.stringify({ handle: 'ana', password: 'harbor-violet-sunday' })
  const signIn = () =>
    fetch(`http://localhost:${port}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body
    })
  const before = (await (await signIn()).json()) as { id: string }
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  const second = await start()
  const again = (await (await signIn()).json()) as { id: string }
  assert.equal(again.id, before.id)
  second.child.kill('SIGTERM')
  assert.deepEqual(await once(second.child, 'exit'), [0, null])
  assert.equal(await isUp(`http://localhost:${portBase + 1}/healthz`), false)
})

test('--no-demo runs the platform alone', async () => {
  const { child } = await start('--no-demo')
  assert.ok(await isUp(`http://localhost:${port}/readyz`))
  assert.equal(await isUp(`http://localhost:${portBase + 1}/healthz`), false)
  child.kill('SIGTERM')
  await once(child, 'exit')
})
