// npm start as a process: ready, killed without warning, and started again on the same folder.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from './test-platform.ts'
import { freePortBase } from './test-port-base.ts'
import { hashOf } from './test-submission.ts'

const folder = await mkdtemp(join(tmpdir(), 'parley-start-'))
await chmod(folder, 0o755)
const port = await freePort()
// The start page, four apps, two witnesses.
const portBase = await freePortBase([0, 1, 2, 3, 4, 21, 22])
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
  const lastLine = args.includes('--no-demo') ? /^Parley +http/ : /^Sign in as /
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

const vkeyOf = async (place: number): Promise<string> =>
  (await fetch(`http://localhost:${portBase + place}/vkey`)).text()

/** The lines of the mirror's answer about a tag that nobody has. */
const tagAnswer = async (): Promise<string[]> => {
  const tag = `${hashOf(`localhost:${port}/log1`)}/tag/${'0'.repeat(32)}`
  return (await (await fetch(`http://localhost:${portBase + 21}/${tag}`)).text()).split('\n')
}

test('the demo is ready, keeps its state over kill -9, and leaves no app or witness behind', async () => {
  const first = await start()
  assert.ok(await isUp(`http://localhost:${port}/readyz`))
  for (const place of [1, 2, 3, 4])
    assert.ok(await isUp(`http://localhost:${portBase + place}/healthz`), `app ${place}`)
  assert.match(first.said[0] ?? '', /^Start here +http/)
  const page = await (await fetch(`http://localhost:${portBase}/`)).text()
  for (const name of ['Music', 'Watching', 'Harbour Bank', 'Voice']) assert.match(page, new RegExp(`<h3[^>]*>${name}<`))
  assert.match(page, /write payment receipts/)
  assert.doesNotMatch(page, /Not running/)
  const alexa = `http://localhost:${portBase + 4}/alexa`
  const json = { 'content-type': 'application/json' }
  const unsigned = await fetch(alexa, { method: 'POST', headers: json, body: '{}' })
  assert.deepEqual([unsigned.status, /not an address of Alexa/.test(await unsigned.text())], [400, true])
  const link = { client_id: 'alexa', response_type: 'code', redirect_uri: `http://localhost:${portBase + 4}/` }
  const proof = { code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' }
  const led = async (url: string): Promise<string> =>
    (await fetch(url, { redirect: 'manual' })).headers.get('location') ?? ''
  const login = await led(`${alexa}/authorize?${new URLSearchParams({ ...link, ...proof })}`)
  assert.match(await led(login), /\/oauth\/interaction\//, 'Parley knows the skill')
  const key = await vkeyOf(21)
  const body = JSON.stringify({ handle: 'ana', password: 'harbor-violet-sunday' })
  const signIn = () =>
    fetch(`http://localhost:${port}/api/sign-in`, {
      method: 'POST',
      headers: json,
      body
    })
  const before = (await (await signIn()).json()) as { id: string }
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  const second = await start()
  const again = (await (await signIn()).json()) as { id: string }
  assert.equal(again.id, before.id)
  assert.equal(await vkeyOf(21), key)
  // What is asked for is true over the kill: the witnesses have seen this log and go on with it.
  while (!(await isUp(`http://localhost:${port}/log/checkpoint`))) await wait(50)
  const seen = async (): Promise<number[]> => {
    const status = (await (await fetch(`http://localhost:${port}/log/status`)).json()) as {
      size: number
      witnesses: { seen?: { size: number } }[]
    }
    return [status.size, ...status.witnesses.map((witness) => witness.seen?.size ?? 0)]
  }
  while (new Set(await seen()).size > 1) await wait(100)
  assert.equal((await seen()).length, 3)
  const [mirror] = await tagAnswer()
  assert.match(mirror ?? '', /\/log1\/tag$/)
  second.child.kill('SIGTERM')
  assert.deepEqual(await once(second.child, 'exit'), [0, null])
  for (const place of [0, 1, 2, 3, 4, 21, 22]) assert.equal(await isUp(`http://localhost:${portBase + place}/`), false)
})

test('--no-demo runs the platform alone', async () => {
  const { child } = await start('--no-demo')
  assert.ok(await isUp(`http://localhost:${port}/readyz`))
  assert.equal(await isUp(`http://localhost:${portBase + 1}/healthz`), false)
  child.kill('SIGTERM')
  await once(child, 'exit')
})

test('an app that cannot start is named, and the others run', async () => {
  const taken = createServer((_request, response) => response.writeHead(404).end()).listen(portBase + 3, 'localhost')
  await once(taken, 'listening')
  const { child, said } = await start()
  assert.ok(said.some((line) => /^Harbour Bank +did not start: /.test(line)))
  for (const place of [1, 2, 4]) assert.ok(await isUp(`http://localhost:${portBase + place}/healthz`), `app ${place}`)
  const page = await (await fetch(`http://localhost:${portBase}/`)).text()
  assert.equal(page.split('Not running').length, 2)
  child.kill('SIGTERM')
  await once(child, 'exit')
  taken.close()
})
