// Ways to bend the log as a whole: swapped people, split views, a log that is rolled back, signatures that are not what they seem.
import { formatCheckpoint, parseCheckpoint } from '@parley/protocol/log/checkpoint.ts'
import { emptyFrontier, extendFrontier, frontierBytes } from '@parley/protocol/log/frontier.ts'
import { merkleRoot } from '@parley/protocol/log/merkle-root.ts'
import { formatNote, formatSignatureLine, parseNote } from '@parley/protocol/log/note.ts'
import { signNote } from '@parley/protocol/log/sign-note.ts'
import { sha256 } from '@parley/protocol/log/sha256.ts'
import { makeVerifierKey } from '@parley/protocol/log/verifier-key.ts'
import { testSecret } from '@parley/world/test-database.ts'
import { openLog } from '../src/log/log-keeper.ts'
import { sequenceBatch } from '../src/log/sequence-batch.ts'
import type { TamperCase } from './tamper-case.ts'
import type { TamperStage } from './tamper-stage.ts'

const swapping: TamperCase[] = [
  {
    name: 'a person gets another key and the name that follows from it',
    whose: 'ana',
    check: 'V23',
    after: async (s) => s.sql`
      update log.party set k = sha256(k), lid = sha256(convert_to(E'parley/lid/v1\n', 'UTF8') || sha256(k)) where owner_id = ${s.all.ana.id}`
  },
  {
    name: 'a person gets another key under the same name',
    whose: 'ana',
    check: 'V23',
    after: async (s) => s.sql`update log.party set k = sha256(k) where owner_id = ${s.all.ana.id}`
  },
  {
    name: 'a person gets another name for the same key',
    whose: 'ana',
    check: 'V23',
    after: async (s) => s.sql`update log.party set lid = sha256(lid) where owner_id = ${s.all.ana.id}`
  },
  {
    name: 'a person is given the evidence of another one',
    whose: 'ana',
    check: 'V23',
    after: async (s) => Object.assign(s.all.ana, { id: s.all.cara.id }),
    trust: (s) => ({ lid: s.witness.lids.get('ana')! })
  }
]

// The log's own key signs another root for the size that it has signed.
const otherRoot = async (s: TamperStage): Promise<{ text: string; size: number }> => {
  const [row] = await s.sql<{ note: string }[]>`select note from log.checkpoint order by size desc limit 1`
  const { origin, size, root } = parseCheckpoint(parseNote(row!.note)!.text)!
  return { text: formatCheckpoint({ origin, size, root: sha256(root), extensions: [] }), size }
}

const signed = async (s: TamperStage, text: string, size: number, signer = s.log.signer): Promise<void> => {
  const note = formatNote({ text, signatures: [await signNote(text, signer)] })
  await s.sql`update log.checkpoint set note = ${note} where size = ${size}`
}

// The log is cut back to what it was, and goes on with other entries.
const rollBack = async (s: TamperStage, to: number): Promise<void> => {
  await s.sql`delete from log.cosignature where size > ${to}`
  await s.sql`delete from log.checkpoint where size > ${to}`
  await s.sql`delete from log.place where idx >= ${to}`
  const gone = await s.sql<{ id: number }[]>`delete from log.leaf where idx >= ${to} returning entry_id as id`
  const { size, hashes } = extendFrontier(emptyFrontier, await s.leafHashes())
  await s.sql`update log.state set size = ${size}, frontier = ${frontierBytes({ size, hashes })}`
  const ids = gone.map(({ id }) => id).toSorted((a, b) => a - b)
  await s.sql`insert into log.outbox (entry_id) select unnest(${ids.slice(1)}::bigint[])`
  await s.sequence()
}

// The log's own key signs a tree in which the last entry has a tag of another one, before any witness sees it.
const repeatTag = async (s: TamperStage): Promise<void> => {
  while ((await sequenceBatch(s.sql, s.log, { needsNoWitness: false })) !== 0);
  await s.sql`
    update log.leaf l set entry = overlay(l.entry placing substring(o.entry from 68 for 16) from 68)
    from log.leaf o where o.idx = 5 and l.idx = (select max(idx) from log.leaf)`
  const hashes = await s.leafHashes()
  const root = merkleRoot(hashes, 0, hashes.length)
  await signed(s, formatCheckpoint({ origin: s.log.origin, size: hashes.length, root, extensions: [] }), hashes.length)
}

const forking: TamperCase[] = [
  {
    name: 'one tag stands at two entries',
    whose: 'log',
    check: 'V16',
    before: repeatTag
  },
  {
    name: 'split view: the log signs a second root for the same size',
    whose: 'ana',
    check: 'V4',
    level: 'insufficient',
    after: async (s) => {
      const { text, size } = await otherRoot(s)
      await s.sql`delete from log.cosignature where size = ${size}`
      await signed(s, text, size)
    }
  },
  {
    name: 'split view: the witness’s signature is carried over to the second root',
    whose: 'ana',
    check: 'V4',
    after: async (s) => {
      const { text, size } = await otherRoot(s)
      await signed(s, text, size)
    }
  },
  {
    name: 'split view: the second root is compared with what the witness has seen',
    whose: 'log',
    check: 'V6',
    after: async (s) => {
      const { text, size } = await otherRoot(s)
      await signed(s, text, size)
      s.witness.seen = { size, root: s.witness.seen.root }
      await s.sql`update log.leaf set entry = overlay(entry placing sha256(entry) from 4) where idx = ${size - 1}`
    }
  },
  {
    name: 'the log is rolled back and goes on as another one',
    whose: 'log',
    check: 'V6',
    after: async (s) => {
      await rollBack(s, 40)
      await s.sql`update log.checkpoint set cosigned_at = clock_timestamp()`
    }
  },
  {
    name: 'evidence comes from a log that was rolled back',
    whose: 'ana',
    check: 'V4',
    level: 'insufficient',
    after: async (s) => {
      await rollBack(s, 40)
      await s.sql`update log.checkpoint set cosigned_at = clock_timestamp()`
    }
  },
  {
    name: 'the end of the log is cut off',
    whose: 'log',
    check: 'V6',
    after: async (s) => {
      await s.sql`delete from log.cosignature where size = (select max(size) from log.checkpoint)`
      await s.sql`delete from log.checkpoint where size = (select max(size) from log.checkpoint)`
    }
  },
  {
    name: 'an earlier checkpoint is replaced by one of another tree',
    whose: 'ana',
    check: 'V6',
    after: async (s) => {
      const [row] = await s.sql<{ size: number; note: string }[]>`
        select size, note from log.checkpoint where cosigned_at is not null order by size desc offset 1 limit 1`
      const { origin, size, root } = parseCheckpoint(parseNote(row!.note)!.text)!
      await s.sql`delete from log.cosignature where size = ${size}`
      await signed(s, formatCheckpoint({ origin, size, root: sha256(root), extensions: [] }), size)
    }
  },
  {
    name: 'another key signs the checkpoint in the log’s name',
    whose: 'ana',
    check: 'V3',
    after: async (s) => {
      const { text, size } = await otherRoot(s)
      const { origin } = parseCheckpoint(text)!
      const other = makeVerifierKey(origin, 1, sha256(s.log.signer.key.publicKey))
      await signed(s, text, size, { key: other, sign: s.log.signer.sign })
    }
  },
  {
    name: 'the platform goes on with another key',
    whose: 'ana',
    check: 'V2',
    after: async (s) => {
      await s.sql`delete from log.state`
      const other = await openLog(s.sql, { url: s.all.parley.url, secret: `${testSecret} other` })
      Object.assign(s, { log: other })
    },
    trust: (s) => ({ policy: { ...s.trust('ana').policy, logs: [{ key: s.all.parley.log.signer.key }] } })
  },
  {
    name: 'a witness’s signature is made up',
    whose: 'ben',
    check: 'V4',
    after: async (s) => {
      const { key } = s.witness.signer
      const line = formatSignatureLine({ name: key.name, id: key.id, signature: new Uint8Array(72) })
      await s.sql`update log.cosignature set line = ${line} where size = (select max(size) from log.checkpoint)`
    }
  },
  {
    name: 'a witness signs in the future',
    whose: 'ana',
    check: 'V5',
    signedAfterMs: 90_000,
    trust: () => ({ nowMs: Date.now() })
  },
  {
    name: 'the witness has not signed for an hour',
    whose: 'cara',
    check: 'V5',
    level: 'insufficient',
    trust: () => ({ freshSeconds: 600, nowMs: Date.now() + 3_600_000 })
  }
]

export const casesOfLog: TamperCase[] = [...swapping, ...forking]
