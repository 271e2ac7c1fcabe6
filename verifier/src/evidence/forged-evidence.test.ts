// Evidence that somebody bent after the fact is caught: files, keys, checkpoints, entries and texts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toBase64 } from '@parley/protocol/log/base64.ts'
import { formatVerifierKey } from '@parley/protocol/log/verifier-key.ts'
import { checkpoint, record, startLog } from '../simulate/simulated-log.ts'
import { evidenceOf, judge, setStage } from '../simulate/stage.ts'
import { flipped, lastRead, otherTree, testCases } from '../simulate/tamper.ts'

testCases([
  {
    name: 'a file that is no JSON',
    check: 'V1',
    level: 'malformed',
    bend: ({ bundle }) => Object.assign(bundle, { format: 'parley-evidence/2' })
  },
  {
    name: 'a field that nobody knows',
    check: 'V1',
    level: 'malformed',
    bend: ({ bundle }) => Object.assign(bundle, { more: 1 })
  },
  {
    name: 'a logged text with a name twice',
    check: 'V1',
    before: ({ log, ana }) =>
      record(log, {
        shared: { t: 'open' },
        owner: {},
        ownerText: `{"who":"${ana.lid}","who":"${ana.lid}"}`,
        parties: [ana]
      })
  },
  {
    name: 'a logged text of an unknown version',
    check: 'V1',
    before: ({ log, ana }) => record(log, { shared: { t: 'open', v: 2 }, owner: { who: ana.lid }, parties: [ana] })
  },
  {
    name: 'a file made with another key of the log',
    check: 'V2',
    bend: async ({ bundle }) => (bundle.log.vkey = formatVerifierKey((await startLog('other')).log.key))
  },
  {
    name: 'no key to trust',
    check: 'V2',
    level: 'insufficient',
    trust: () => ({ policy: { logs: [], witnesses: new Map(), groups: new Map(), quorum: 'none' } })
  },
  {
    name: 'a checkpoint with another root',
    check: 'V3',
    bend: ({ bundle }) => (bundle.checkpoint = bundle.checkpoint.replace(/\n[0-9]+\n/, '\n9999\n'))
  },
  {
    name: 'a checkpoint of another log',
    check: 'V3',
    bend: async ({ bundle }) => {
      const other = await startLog('other', { origin: 'evil.example/log1' })
      bundle.checkpoint = (await checkpoint(other)).note
    }
  },
  {
    name: 'a checkpoint that cannot be read',
    check: 'V3',
    level: 'malformed',
    bend: ({ bundle }) => (bundle.checkpoint = bundle.checkpoint.trimEnd())
  },
  {
    name: 'a split view that no witness signed',
    check: 'V4',
    level: 'insufficient',
    bend: async ({ stage, bundle }) => (bundle.checkpoint = await otherTree(stage, 0))
  },
  {
    name: 'a split view that one of two witnesses signed',
    check: 'V4',
    level: 'insufficient',
    bend: async ({ stage, bundle }) => (bundle.checkpoint = await otherTree(stage, 1))
  },
  {
    name: 'a witness’s signature that is not its own',
    check: 'V4',
    bend: ({ bundle }) =>
      (bundle.checkpoint = bundle.checkpoint.replace(/(?<=witness\.example\/w1 .{40})./, (letter) => flipped(letter)))
  },
  {
    name: 'the log’s own key as a witness',
    check: 'V4',
    level: 'insufficient',
    trust: ({ log }) => ({
      policy: {
        logs: [{ key: log.log.key }],
        witnesses: new Map([['w', { key: { ...log.witnesses[0]!.key, publicKey: log.log.key.publicKey } }]]),
        groups: new Map(),
        quorum: 'w'
      }
    })
  },
  { name: 'a witness that signs the future', check: 'V5', trust: ({ log }) => ({ nowMs: log.nowMs - 3_600_000 }) },
  {
    name: 'witnesses that signed too long ago',
    check: 'V5',
    level: 'insufficient',
    trust: ({ log }) => ({ nowMs: log.nowMs + 3_600_000, freshSeconds: 60 })
  },
  {
    name: 'a log that was rewritten since an earlier checkpoint',
    check: 'V6',
    bend: async ({ stage, bundle }) => (bundle.prior.at(-1)!.checkpoint = await otherTree(stage, 2))
  },
  {
    name: 'a log that was rolled back',
    check: 'V6',
    bend: ({ bundle }) =>
      ([bundle.prior[0]!.checkpoint, bundle.prior[1]!.checkpoint] = [
        bundle.prior[1]!.checkpoint,
        bundle.prior[0]!.checkpoint
      ])
  },
  { name: 'a proof of growth that is changed', check: 'V6', bend: ({ bundle }) => bundle.prior[0]!.consistency.pop() },
  {
    name: 'an entry with three tags',
    check: 'V7',
    level: 'malformed',
    bend: (bent) => (lastRead(bent).entry = toBase64(Uint8Array.of(1, 0, 3, ...new Uint8Array(112))))
  },
  {
    name: 'an entry that is edited',
    check: 'V8',
    bend: (bent) => (lastRead(bent).entry = lastRead(bent).entry.slice(0, 8) + flipped(lastRead(bent).entry.slice(8)))
  },
  { name: 'an entry at another place', check: 'V8', bend: ({ bundle }) => (bundle.entries.at(-1)!.index += 1) },
  {
    name: 'a proof that is one hash too long',
    check: 'V8',
    bend: (bent) => lastRead(bent).path.push(lastRead(bent).path[0]!)
  },
  {
    name: 'a shared text that is edited',
    check: 'V9',
    bend: (bent) => (lastRead(bent).shared = lastRead(bent).shared!.replace('"n":2', '"n":1'))
  },
  { name: 'another salt', check: 'V9', bend: (bent) => (lastRead(bent).saltS = flipped(lastRead(bent).saltS!)) },
  {
    name: 'an owner text that is edited',
    check: 'V10',
    bend: (bent) => (lastRead(bent).owner = lastRead(bent).owner!.replace('dpv', 'xxx'))
  },
  {
    name: 'an owner text that is gone without an erasure',
    check: 'V10',
    bend: (bent) => {
      delete lastRead(bent).owner
      delete lastRead(bent).saltO
    }
  },
  {
    name: 'an owner text that is gone by an erasure of something else',
    check: 'V10',
    bend: (bent) => {
      delete lastRead(bent).owner
      lastRead(bent).erased = bent.bundle.entries.at(-1)!.index
    }
  }
])

test('a file with a name twice is not read', async () => {
  const stage = await setStage()
  const text = JSON.stringify(await evidenceOf(stage)).replace('{"format"', '{"format":"parley-evidence/1","format"')
  const { verdict, findings } = await judge(stage, text)
  assert.deepEqual([verdict, findings[0]?.check], ['malformed', 'V1'])
})
