// Ways to bend entries that are in the log: the proofs must catch them.
import { linkChain, startChain } from '@parley/protocol/log/chain.ts'
import { hashLeaf } from '@parley/protocol/log/merkle-hash.ts'
import type { TamperCase } from './tamper-case.ts'
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
    whose: 'ben',
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

export const casesOfLogged: TamperCase[] = [...rewriting, ...leavingOut]
