// Ways to bend the log once it is signed: the proofs must catch them.
import { formatCheckpoint, parseCheckpoint } from '@parley/protocol/log/checkpoint.ts'
import { linkChain, startChain } from '@parley/protocol/log/chain.ts'
import { emptyFrontier, extendFrontier, frontierBytes } from '@parley/protocol/log/frontier.ts'
import { hashLeaf } from '@parley/protocol/log/merkle-hash.ts'
import { formatNote, formatSignatureLine, parseNote } from '@parley/protocol/log/note.ts'
import { signNote } from '@parley/protocol/log/sign-note.ts'
import { sha256 } from '@parley/protocol/log/sha256.ts'
import { makeVerifierKey } from '@parley/protocol/log/verifier-key.ts'
import { testSecret } from '@parley/world/test-database.ts'
import { openLog } from '../src/log/log-keeper.ts'
import type { TamperCase } from './tamper-before.ts'
import type { TamperStage } from './tamper-stage.ts'

const films = (s: TamperStage) => s.find('read', s.all.any.grant, s.all.withBen)
const indexOf = async (s: TamperStage, id: number): Promise<number> =>
  (await s.sql<{ idx: number }[]>`select idx from log.leaf where entry_id = ${id}`)[0]!.idx

const rewriting: TamperCase[] = [
  {
    name: 'a logged shared text is edited, commitments and all',
    whose: 'ben',
    check: 'V9',
    after: async (s) => s.edit(await films(s), ({ shared }) => (shared.n = 1))
  },
  {
    name: 'a logged owner text is edited, commitments and all',
    whose: 'ana',
    check: 'V10',
    after: async (s) => s.edit(await films(s), ({ owner }) => owner.items.pop())
  },
  {
    name: 'a logged entry is replaced by one with other commitments',
    whose: 'ana',
    check: 'V8',
    after: async (s) => {
      const entry = await films(s)
      await s.edit(entry, ({ owner }) => owner.items.pop())
      await s.sql`
        update log.leaf l set entry = overlay(l.entry placing e.cs || e.co from 4) from log.entry e where e.id = ${entry.id} and l.entry_id = e.id`
    }
  },
  {
    name: 'a logged entry is replaced in the public log',
    whose: 'log',
    check: 'V8',
    after: async (s) => s.sql`update log.leaf set entry = overlay(entry placing sha256(entry) from 4) where idx = 2`
  },
  {
    name: 'the signed request of an access is replaced',
    whose: 'ana',
    check: 'V20',
    after: async (s) => {
      const { proof } = await s.find('read', s.all.any.grant, s.all.withCara)
      await s.sql`update log.entry set proof = ${proof} where id = ${(await films(s)).id}`
    }
  },
  {
    name: 'the signed request of an access is taken away',
    whose: 'films',
    check: 'V20',
    level: 'insufficient',
    after: async (s) => s.sql`update log.entry set proof = null where id = ${(await films(s)).id}`
  },
  {
    name: 'the words that a person agreed to are edited later',
    whose: 'films',
    check: 'V24',
    after: async (s) => s.sql`update grants.consent set text = text || '.' where grant_id = ${s.all.revoked.grant}`
  },
  {
    name: 'an owner text is gone, and no erasure says why',
    whose: 'ana',
    check: 'V10',
    after: async (s) => s.sql`update log.entry set owner = null, salt_o = null where id = ${(await films(s)).id}`
  },
  {
    name: 'more owner texts are gone than the erasure says',
    whose: 'films',
    check: 'V10',
    before: async (s) => {
      const give = await s.find('give', s.all.any.grant)
      await s.add({ ...give, kind: 'erase', grant: null, parties: [s.all.ana.id, s.all.films.id] }, (texts) => {
        const { v, id, at } = texts.shared
        texts.shared = { v, t: 'erase', id, at, n: 1 }
        texts.owner = { who: s.witness.lids.get(s.all.ana.id) }
      })
    },
    after: async (s) => s.sql`
      update log.entry set owner = null, salt_o = null where kind = 'read' and grant_id = ${s.all.any.grant}`
  }
]

// The places of an entry are taken away, those after it move up, and chains are computed again: what an operator would do.
const leaveOut = async (s: TamperStage, idx: number): Promise<void> => {
  const places = await s.sql<{ party: string; i: number }[]>`
    delete from log.place where idx = ${idx} returning party_id as party, i`
  for (const { party, i } of places) {
    await s.sql`update log.place set i = -i where party_id = ${party} and i > ${i}`
    await s.sql`update log.place set i = -i - 1 where party_id = ${party} and i < 0`
    const [of] = await s.sql<{ lid: Buffer }[]>`select lid from log.party where owner_id = ${party}`
    let chain = startChain(of!.lid)
    for (const one of await s.sql<{ i: number; entry: Buffer }[]>`
      select p.i, l.entry from log.place p join log.leaf l on l.idx = p.idx where p.party_id = ${party} order by p.i`) {
      chain = linkChain(chain, hashLeaf(one.entry))
      await s.sql`update log.place set chain = ${chain} where party_id = ${party} and i = ${one.i}`
    }
  }
}

const lastIndex = async (s: TamperStage, party: string): Promise<number> =>
  (await s.sql<{ idx: number }[]>`select max(idx) as idx from log.place where party_id = ${party}`)[0]!.idx

const leavingOut: TamperCase[] = [
  {
    name: 'an entry in the middle is left out',
    whose: 'ana',
    check: 'V12',
    after: async (s) => s.sql`delete from log.place where idx = ${await indexOf(s, (await films(s)).id)}`
  },
  {
    name: 'an entry in the middle is left out, and all after it are counted again',
    whose: 'ana',
    check: 'V11',
    after: async (s) => leaveOut(s, await indexOf(s, (await films(s)).id))
  },
  {
    name: 'the last entry of a person is left out, and the log signs where it ends then',
    whose: 'ben',
    check: 'V15',
    after: async (s) => leaveOut(s, await lastIndex(s, s.all.ben.id))
  },
  {
    name: 'the last entry of an app is left out, and the log signs where it ends then',
    whose: 'tunes',
    check: 'V15',
    after: async (s) => leaveOut(s, await lastIndex(s, s.all.tunes.id))
  },
  {
    name: 'the revoke is left out of the history of its permission only',
    whose: 'ben',
    check: 'V18',
    after: async (s) => {
      const idx = await indexOf(s, (await s.find('revoke', s.all.revoked.grant)).id)
      await s.sql`delete from log.place where idx = ${idx} and party_id = ${s.all.revoked.grant}`
    }
  },
  {
    name: 'two entries change places in a sequence',
    whose: 'ana',
    check: 'V12',
    after: async (s) => {
      const [a, b] = await s.sql<{ idx: number; i: number }[]>`
        select idx, i from log.place where party_id = ${s.all.ana.id} and i in (3, 5) order by i`
      await s.sql`update log.place set idx = -1 where party_id = ${s.all.ana.id} and i = ${a!.i}`
      await s.sql`update log.place set idx = ${a!.idx} where party_id = ${s.all.ana.id} and i = ${b!.i}`
      await s.sql`update log.place set idx = ${b!.idx} where party_id = ${s.all.ana.id} and i = ${a!.i}`
    }
  },
  {
    name: 'the end of a chain is edited',
    whose: 'ana',
    check: 'V13',
    after: async (s) => s.sql`
      update log.place set chain = sha256(chain) where party_id = ${s.all.ana.id}
        and i = (select max(i) from log.place where party_id = ${s.all.ana.id})`
  },
  {
    name: 'an entry is said to have come in another month',
    whose: 'ana',
    check: 'V12',
    after: async (s) =>
      s.sql`update log.leaf set at = at - interval '40 days' where idx = ${await indexOf(s, (await films(s)).id)}`
  }
]

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

const forking: TamperCase[] = [
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

export const casesAfter: TamperCase[] = [...rewriting, ...leavingOut, ...swapping, ...forking]
