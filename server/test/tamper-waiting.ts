// Ways to bend entries that wait for the log: whatever then stands there is signed, so the rules must catch it.
import { makeProofKey } from '@parley/world/test-proof.ts'
import type { TamperCase } from './tamper-case.ts'
import type { StoredEntry, TamperStage } from './tamper-stage.ts'

const films = (s: TamperStage): Promise<StoredEntry> => s.find('read', s.all.any.grant, s.all.withBen)
const hourAgo = (): string => new Date(Date.now() - 3_600_000).toISOString()
const hourLater = (): string => new Date(Date.now() + 3_600_000).toISOString()

const editing: TamperCase[] = [
  {
    name: 'the shared text of a waiting entry is edited',
    whose: 'ana',
    check: 'V9',
    before: async (s) => s.edit(await films(s), ({ shared }) => (shared.n += 1), { commits: false })
  },
  {
    name: 'a message is taken out of the owner text of a waiting entry',
    whose: 'ana',
    check: 'V10',
    before: async (s) => s.edit(await films(s), ({ owner }) => owner.items.pop(), { commits: false })
  },
  {
    name: 'the salt of a shared text is edited',
    whose: 'ben',
    check: 'V9',
    before: async (s) => s.sql`update log.entry set salt_s = sha256(salt_s) where id = ${(await films(s)).id}`
  },
  {
    name: 'the salt of an owner text is edited',
    whose: 'films',
    check: 'V10',
    before: async (s) => s.sql`update log.entry set salt_o = sha256(salt_o) where id = ${(await films(s)).id}`
  },
  {
    name: 'the commitment to a shared text is edited',
    whose: 'ana',
    check: 'V9',
    before: async (s) => s.sql`update log.entry set cs = sha256(cs) where id = ${(await films(s)).id}`
  },
  {
    name: 'the commitment to an owner text is edited',
    whose: 'ana',
    check: 'V10',
    before: async (s) => s.sql`update log.entry set co = sha256(co) where id = ${(await films(s)).id}`
  },
  {
    name: 'the purpose of an access is edited, commitments and all',
    whose: 'ana',
    check: 'V17',
    before: async (s) => s.edit(await films(s), ({ owner }) => (owner.why = 'dpv:Advertising'))
  },
  {
    name: 'a read is made smaller, commitments and all',
    whose: 'films',
    check: 'V22',
    before: async (s) =>
      s.edit(await films(s), ({ shared, owner }) => {
        owner.items = owner.items.filter(([, author]: [string, number]) => author === 0)
        shared.n = owner.items.length
        shared.from.length = owner.from.length = 1
      })
  },
  {
    name: 'an access is put under another permission',
    whose: 'ana',
    check: 'V18',
    before: async (s) => s.edit(await films(s), ({ owner }) => (owner.g = s.all.own.grant))
  },
  {
    name: 'an access is given to another app',
    whose: 'ana',
    check: 'V17',
    before: async (s) => s.edit(await films(s), ({ shared }) => (shared.app = s.witness.lids.get(s.all.tunes.id)))
  },
  {
    name: 'an access is given to another person',
    whose: 'films',
    check: 'V17',
    before: async (s) =>
      s.edit(await films(s), ({ shared, owner }) => (shared.who = owner.who = s.witness.lids.get(s.all.cara.id)))
  },
  {
    name: 'an author is left out of what the other side is told',
    whose: 'ana',
    check: 'V19',
    before: async (s) => s.edit(await films(s), ({ shared }) => shared.from.pop())
  },
  {
    name: 'the other side is told of fewer messages',
    whose: 'films',
    check: 'V19',
    before: async (s) => s.edit(await films(s), ({ shared }) => (shared.n = 1))
  },
  {
    name: 'a list of conversations is said to be shorter',
    whose: 'ana',
    check: 'V19',
    before: async (s) => s.edit(await s.find('list', s.all.any.grant), ({ shared }) => (shared.n = 1))
  },
  {
    name: 'a field is put into a text that no version has',
    whose: 'ana',
    check: 'V1',
    before: async (s) => s.edit(await films(s), ({ owner }) => (owner.note = 'harmless'))
  }
]

const removing: TamperCase[] = [
  {
    name: 'an access is removed before it is logged, and the app holds its receipt',
    whose: 'films',
    check: 'V22',
    signedAfterMs: 120_000,
    before: async (s) => {
      const { id } = await films(s)
      await s.sql`delete from log.outbox where entry_id = ${id}`
      await s.sql`delete from log.entry where id = ${id}`
    }
  },
  {
    name: 'an access waits two minutes for the log, and the app holds its receipt',
    whose: 'films',
    check: 'V22',
    before: async (s) => {
      const { id } = await films(s)
      await s.sql`delete from log.outbox where entry_id = ${id}`
      await s.sequence(120_000)
      await s.sql`insert into log.outbox (entry_id) values (${id})`
    }
  },
  {
    name: 'the entry about a key of the app is removed',
    whose: 'ana',
    check: 'V20',
    before: async (s) => {
      const entry = await s.find('key')
      const rows = await s.sql<{ id: number }[]>`
        select entry_id as id from log.outbox o join log.entry e on e.id = o.entry_id
        where e.kind = 'key' and e.owner::json ->> 'jkt' = ${s.all.own.key.jkt}`
      await s.sql`delete from log.outbox where entry_id = ${rows[0]?.id ?? entry.id}`
    }
  },
  {
    name: 'the entry about a key of the app names another key',
    whose: 'tunes',
    check: 'V20',
    before: async (s) => s.edit(await s.find('key'), ({ owner }) => (owner.jkt = makeProofKey().jkt))
  },
  {
    name: 'the permission is logged after an access under it',
    whose: 'ana',
    check: 'V17',
    before: async (s) => {
      const give = await s.find('give', s.all.any.grant)
      await s.sql`delete from log.outbox where entry_id = ${give.id}`
      await s.sequence()
      await s.sql`insert into log.outbox (entry_id) values (${give.id})`
    }
  },
  {
    name: 'the giving of a permission is never logged',
    whose: 'ana',
    check: 'V17',
    before: async (s) => s.sql`delete from log.outbox where entry_id = ${(await s.find('give', s.all.any.grant)).id}`
  }
]

const dating: TamperCase[] = [
  {
    name: 'a permission is backdated',
    whose: 'ana',
    check: 'V21',
    before: async (s) => s.edit(await s.find('give', s.all.any.grant), ({ shared }) => (shared.at = hourAgo()))
  },
  {
    name: 'a permission is dated ahead',
    whose: 'films',
    check: 'V21',
    before: async (s) => s.edit(await s.find('give', s.all.any.grant), ({ shared }) => (shared.at = hourLater()))
  },
  {
    name: 'an access is backdated',
    whose: 'films',
    check: 'V21',
    before: async (s) => s.edit(await films(s), ({ shared }) => (shared.at = hourAgo()))
  },
  {
    name: 'a revoke is backdated, to before accesses that came first',
    whose: 'ana',
    check: 'V21',
    before: async (s) => {
      const give = await s.find('give', s.all.any.grant)
      await s.add(give, ({ shared }) => Object.assign(shared, { t: 'revoke', at: hourAgo() }), { kind: 'revoke' })
    }
  },
  {
    name: 'the end of a permission is put before its last accesses',
    whose: 'films',
    check: 'V17',
    before: async (s) => s.edit(await s.find('give', s.all.any.grant), ({ owner }) => (owner.answers.ends = hourAgo()))
  }
]

export const casesOfWaiting: TamperCase[] = [...editing, ...removing, ...dating]
