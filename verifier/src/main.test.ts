// The command as people run it: files and logs in folders and on the web, what it says, and how it ends.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { toBase64 } from '@parley/protocol/log/base64.ts'
import { formatEntry } from '@parley/protocol/log/entry.ts'
import { makeConsistencyProof, makeInclusionProof } from '@parley/protocol/log/make-proof.ts'
import { formatTlogProof } from '@parley/protocol/log/tlog-proof.ts'
import { formatVerifierKey } from '@parley/protocol/log/verifier-key.ts'
import { cutTail } from './simulate/tamper.ts'
import { logFiles } from './simulate/log-files.ts'
import { checkpoint, record } from './simulate/simulated-log.ts'
import { openPerson } from './simulate/simulated-world.ts'
import { evidenceOf, setStage, type Stage } from './simulate/stage.ts'

const folder = mkdtempSync(join(tmpdir(), 'parley-verify-'))
after(() => rmSync(folder, { recursive: true }))

const write = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  return path
}

const main = fileURLToPath(new URL('main.ts', import.meta.url))
const run = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err })
    })
  })

let stage: Stage
let trust: string[]
let bundle: string
before(async () => {
  stage = await setStage()
  // More than one full tile, so that there are two levels.
  while (stage.log.tree.size() < 600) openPerson(stage.log)
  bundle = write('ana.parley-evidence.json', JSON.stringify(await evidenceOf(stage)))
  const { log, ana } = stage
  const policy = [
    `log ${formatVerifierKey(log.log.key)}`,
    ...log.witnesses.map(({ key }, at) => `witness w${at + 1} ${formatVerifierKey(key)}`),
    'group both all w1 w2',
    'quorum both'
  ]
  const now = new Date(log.nowMs + 10_000).toISOString()
  trust = [
    '--policy',
    write('policy', policy.join('\n')),
    '--mirror',
    formatVerifierKey(log.mirror.key),
    '--lid',
    ana.lid,
    '--now',
    now
  ]
  for (const [path, bytes] of logFiles(log)) write(`log/${path}`, bytes)
})

test('evidence that holds is called valid in plain words, with what no log can prove', async () => {
  const { code, out } = await run('bundle', bundle, ...trust)
  assert.equal(code, 0, out)
  assert.match(out, /^VALID\. /)
  assert.match(out, /Tunes: 2 accesses to 3 messages; 1 permission, 1 of them not ended\./)
  assert.match(out, /Each of 2 accesses was made under a permission that was live at that moment/)
  assert.match(out, /What no log can prove:/)
})

test('the same as JSON names each check', async () => {
  const { code, out } = await run('bundle', bundle, ...trust, '--json')
  const report = JSON.parse(out)
  assert.deepEqual([code, report.verdict], [0, 'valid'])
  assert.ok(report.checked.includes('V17') && report.limits.length > 3)
})

test('evidence without its end is caught with the whole log in a folder', async () => {
  const bent = await evidenceOf(stage)
  for (const [path, bytes] of logFiles(stage.log)) write(`log/${path}`, bytes)
  await cutTail({ stage, bundle: bent })
  const file = write('cut.json', JSON.stringify(bent))
  const { code, out } = await run('bundle', file, ...trust, '--log', join(folder, 'log'))
  assert.equal(code, 1)
  assert.match(out, /^NOT VALID\./)
  assert.match(out, /V15 broken +entry [0-9]+: The log has another entry of the person/)
})

test('too little, unreadable and wrong calls end with their own codes', async () => {
  assert.equal((await run('bundle', bundle)).code, 3)
  assert.equal((await run('bundle', write('no.json', '{"a":1,"a":1}'), ...trust)).code, 2)
  for (const args of [
    [],
    ['bundel', bundle],
    ['bundle', join(folder, 'none'), ...trust],
    ['bundle', bundle, '--log-key', 'x'],
    ['bundle', bundle, '--foo']
  ])
    assert.equal((await run(...args)).code, 2, args.join(' '))
})

test('a whole log on the web is checked, also against what it was', async (t) => {
  const files = logFiles(stage.log)
  const earlier = write('earlier', stage.log.checkpoints[1]!.note)
  const server = createServer((request, response) => {
    const bytes = files.get((request.url ?? '').slice('/log/'.length))
    response.writeHead(bytes ? 200 : 404).end(bytes)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  const call = () => run('log', `http://127.0.0.1:${address.port}/log`, ...trust, '--from', earlier)
  const good = await call()
  assert.equal(good.code, 0, good.out + good.err)
  assert.match(good.out, /It continues what it was at/)

  const [path] = [...files.keys()].filter((name) => name.startsWith('tile/entries/000'))
  const whole = files.get(path!)!
  files.set(
    path!,
    whole.map((byte, at) => (at === 100 ? byte ^ 1 : byte))
  )
  const edited = await call()
  assert.deepEqual([edited.code, /V8 +broken/.test(edited.out)], [1, true])
  files.set(path!, whole.slice(1))
  assert.equal((await call()).code, 3)
  files.set(path!, whole)

  const tile = files.get('tile/1/000.p/2')!
  files.set('tile/1/000.p/2', tile.with(0, tile[0]! ^ 1))
  assert.match((await call()).out, /V8 +broken +tile\/1\/000\.p\/2 does not hold/)
  files.delete('tile/1/000.p/2')
  assert.equal((await call()).code, 3)
})

test('a log that is smaller than it was, or holds a tag twice, is caught', async () => {
  const other = await setStage()
  const { log, ana } = other
  const later = write('later', stage.log.checkpoints.at(-1)!.note)
  record(log, {
    shared: { t: 'open' },
    owner: { who: ana.lid },
    parties: [{ ...ana, members: ana.members.slice(0, -1) }]
  })
  log.log = stage.log.log
  log.witnesses = stage.log.witnesses
  await checkpoint(log)
  for (const [path, bytes] of logFiles(log)) write(`small/${path}`, bytes)
  const { code, out } = await run('log', join(folder, 'small'), ...trust, '--from', later)
  assert.equal(code, 1)
  assert.match(out, /V6 +broken +The log is smaller than it was/)
  assert.match(out, /V16 +broken +entry [0-9]+: The tag/)
})

test('checkpoints, inclusion, consistency and tlog-proofs of single files are checked', async () => {
  const { tree, checkpoints, logged } = stage.log
  const [older, newer] = [checkpoints[1]!, checkpoints.at(-1)!]
  const [olderFile, newerFile] = [write('older', older.note), write('newer', newer.note)]
  assert.equal((await run('checkpoint', newerFile, ...trust)).code, 0)
  assert.equal((await run('checkpoint', write('bent', newer.note.replace('log1\n', 'log2\n')), ...trust)).code, 1)

  const lines = (hashes: Uint8Array[]) => hashes.map((hash) => `${toBase64(hash)}\n`).join('')
  const growth = write('growth', lines(makeConsistencyProof(older.size, newer.size, tree.hash)))
  assert.equal(
    (await run('consistency', '--older', olderFile, '--newer', newerFile, '--proof', growth, ...trust)).code,
    0
  )

  const path = makeInclusionProof(7, newer.size, tree.hash)
  const entry = write('entry', logged[7]!.entry)
  const inclusion = (index: string) =>
    run(
      'inclusion',
      '--checkpoint',
      newerFile,
      '--index',
      index,
      '--proof',
      write('path', lines(path)),
      '--entry',
      entry,
      ...trust
    )
  assert.equal((await inclusion('7')).code, 0)
  assert.equal((await inclusion('8')).code, 1)

  const proof = write('7.tlog-proof', formatTlogProof({ index: 7, path, checkpoint: newer.note }))
  assert.equal((await run('tlog-proof', proof, '--entry', entry, ...trust)).code, 0)
  const random = {
    cs: new Uint8Array(32),
    co: new Uint8Array(32),
    tags: Array.from({ length: 4 }, () => new Uint8Array(16))
  }
  const forged = await run('tlog-proof', proof, '--entry', write('forged', formatEntry(random)), ...trust)
  assert.deepEqual([forged.code, /V8 +broken/.test(forged.out)], [1, true])
})

test('the size of a log that nobody signed is not taken for how much of it to read', async () => {
  const forged = (await readFile(bundle, 'utf8')).replace(
    /(parley\.example\/log1\\n)[0-9]+(\\n)/,
    '$19007199254740991$2'
  )
  const { code, out } = await run('bundle', write('forged.json', forged), ...trust, '--log', folder)
  assert.equal(code, 1)
  assert.match(out, /V3 {2}/)
})
