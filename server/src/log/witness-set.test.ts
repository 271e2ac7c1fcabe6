// Reading the policy and the mirrors: what an operator may write, and what is said when it cannot be used.
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { formatVerifierKey, makeVerifierKey } from '@parley/protocol/log/verifier-key.ts'
import { newBytes } from '../base/random.ts'
import type { LogKeeper } from './log-keeper.ts'
import { readWitnessSet } from './witness-set.ts'

const folder = await mkdtemp(join(tmpdir(), 'parley-policy-'))
after(() => rm(folder, { recursive: true, force: true }))

const url = 'https://parley.example'
const keyOf = (name: string, type = 1): string => formatVerifierKey(makeVerifierKey(name, type, newBytes(32)))
const log = { origin: 'parley.example/log1', vkey: keyOf('parley.example/log1') } as LogKeeper
const [w1, w2] = [keyOf('witness.example/w1', 4), keyOf('witness.example/w2', 4)]

const read = async (policy: string | undefined, logMirrors: string[] = []) => {
  const logPolicy = policy === undefined ? undefined : join(folder, 'policy')
  if (logPolicy !== undefined) await writeFile(logPolicy, policy ?? '')
  return readWitnessSet({ url, logPolicy, logMirrors }, log)
}

test('without a policy nobody has to sign, and the published policy says so', async () => {
  const set = await read(undefined)
  assert.deepEqual([set.needsNone, set.witnesses, set.mirrors], [true, [], []])
  assert.equal(set.text, `log ${log.vkey} https://parley.example/log\nquorum none\n`)
})

test('a policy that names no log gets the line of this one', async () => {
  const given = `witness a ${w1} https://w1.example/\nwitness b ${w2} http://localhost:4120\ngroup two all a b\nquorum two\n`
  const set = await read(given)
  assert.equal(set.text, `log ${log.vkey} https://parley.example/log\n${given}`)
  assert.equal(set.needsNone, false)
  assert.deepEqual(
    set.witnesses.map(({ name, url: at }) => [name, at]),
    [
      ['a', 'https://w1.example'],
      ['b', 'http://localhost:4120']
    ]
  )
  const own = `log ${log.vkey} https://parley.example/log\n${given}`
  assert.equal((await read(own)).text, own)
})

test('what cannot be used stops the start with a sentence', async () => {
  await assert.rejects(read(`log ${keyOf('other.example/log1')}\nquorum none\n`), /names other logs, and not this one/)
  await assert.rejects(read(`witness a ${w1}\nquorum a\n`), /the witness a has no address/)
  await assert.rejects(read(`witness a ${w1} ftp://w1.example\nquorum a\n`), /the witness a has no address/)
  await assert.rejects(read(`witness a ${w1} https://w1.example\n`), /PARLEY_LOG_POLICY.*The quorum line is missing/)
  await assert.rejects(
    readWitnessSet({ url, logPolicy: join(folder, 'missing'), logMirrors: [] }, log),
    /PARLEY_LOG_POLICY: ENOENT/
  )
  await assert.rejects(read(undefined, [w1]), /PARLEY_LOG_MIRRORS/)
  await assert.rejects(read(undefined, [`${w1}@https://m.example`]), /PARLEY_LOG_MIRRORS/)
})

test('a mirror is a key and an address', async () => {
  const vkey = keyOf('mirror.example/m1')
  const { mirrors } = await read(undefined, [`${vkey}@https://m.example/`])
  assert.deepEqual(
    mirrors.map((mirror) => [mirror.vkey, mirror.url]),
    [[vkey, 'https://m.example']]
  )
})
