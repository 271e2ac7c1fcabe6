// Ways to record what no permission allows: invented accesses, and permissions that are wider in their tables than in the log.
import { makeProofKey } from '@parley/world/test-proof.ts'
import { messagesOf } from './evidence-history.ts'
import type { TamperCase } from './tamper-case.ts'
import type { StoredEntry, TamperStage } from './tamper-stage.ts'

const films = (s: TamperStage): Promise<StoredEntry> => s.find('read', s.all.any.grant, s.all.withBen)
const lid = '0'.repeat(64)
const random = '11111111-1111-4111-8111-111111111111'

const inventing: TamperCase[] = [
  {
    name: 'an access without any permission is recorded',
    whose: 'ana',
    check: 'V17',
    before: async (s) => {
      await s.sql`select log.open_party(${random}, 'grant')`
      const path = messagesOf(s.all.withBen)
      const { req, proof } = s.proofOf(s.all.any.key, 'GET', path)
      await s.add(await films(s), ({ owner }) => Object.assign(owner, { g: random, req }), { proof, grant: random })
    }
  },
  {
    name: 'an access is recorded after the revoke',
    whose: 'ben',
    check: 'V17',
    before: async (s) => {
      const { req, proof } = s.proofOf(s.all.revoked.key, 'GET', messagesOf(s.all.withBen))
      await s.add(await s.find('read', s.all.revoked.grant), ({ owner }) => (owner.req = req), { proof })
    }
  },
  {
    name: 'a read is invented in the name of an app, unsigned',
    whose: 'ana',
    check: 'V20',
    before: async (s) => s.add(await films(s), ({ owner }) => (owner.req = null), { proof: null })
  },
  {
    name: 'a read is invented in the name of an app, signed by somebody else',
    whose: 'ana',
    check: 'V20',
    before: async (s) => {
      const { req, proof } = s.proofOf(makeProofKey(), 'GET', messagesOf(s.all.withBen))
      await s.add(await films(s), ({ owner }) => (owner.req = req), { proof })
    }
  },
  {
    name: 'a read is invented with the request for another conversation',
    whose: 'films',
    check: 'V20',
    before: async (s) => {
      const { proof, owner } = await s.find('read', s.all.any.grant, s.all.withCara)
      const { req } = JSON.parse(owner) as { req: string }
      await s.add(await films(s), (texts) => (texts.owner.req = req), { proof })
    }
  },
  {
    name: 'a read is invented with a request that had its answer',
    whose: 'ana',
    check: 'V20',
    before: async (s) => s.add(await films(s))
  },
  {
    name: 'a read is invented with a request to write',
    whose: 'tunes',
    check: 'V20',
    before: async (s) => {
      const { proof, owner } = await s.find('write', s.all.bens.grant)
      const { req } = JSON.parse(owner) as { req: string }
      await s.add(await s.find('read', s.all.bens.grant), (texts) => (texts.owner.req = req), { proof })
    }
  },
  {
    name: 'a read is kept out of the history of its person',
    whose: 'ana',
    check: 'V11',
    before: async (s) => {
      const { req, proof } = s.proofOf(s.all.any.key, 'GET', messagesOf(s.all.withBen))
      const more = { proof, parties: [s.all.ben.id, s.all.films.id] }
      await s.add(await films(s), ({ owner }) => (owner.req = req), more)
    }
  },
  {
    name: 'a read is kept out of the history of its app',
    whose: 'films',
    check: 'V11',
    before: async (s) => {
      const { req, proof } = s.proofOf(s.all.any.key, 'GET', messagesOf(s.all.withBen))
      await s.add(await films(s), ({ owner }) => (owner.req = req), { proof, parties: [s.all.ana.id, s.all.ben.id] })
    }
  },
  {
    name: 'a read is hidden from the person and kept for the app',
    whose: 'films',
    check: 'V18',
    before: async (s) => {
      const { req, proof } = s.proofOf(s.all.any.key, 'GET', messagesOf(s.all.withBen))
      const more = { proof, grant: null, parties: [s.all.films.id] }
      await s.add(await films(s), ({ owner }) => (owner.req = req), more)
    }
  },
  {
    name: 'somebody else’s access is put into the history of a permission',
    whose: 'ana',
    check: 'V18',
    before: async (s) => {
      const { req, proof } = s.proofOf(s.all.any.key, 'GET', messagesOf(s.all.withBen))
      await s.add(await films(s), ({ owner }) => Object.assign(owner, { g: s.all.bens.grant, req }), { proof })
    }
  },
  {
    name: 'an entry widens a permission',
    whose: 'ana',
    check: 'V17',
    before: async (s) =>
      s.add(
        await s.find('give', s.all.any.grant),
        ({ shared, owner }) => {
          shared.t = 'narrow'
          owner.answers.actions = ['read', 'write']
        },
        { kind: 'narrow' }
      )
  },
  {
    name: 'a passkey that the person never had is said to have signed',
    whose: 'ana',
    check: 'V25',
    before: async (s) => {
      const part = (text: string) => Buffer.from(text).toString('base64')
      const signature = JSON.stringify({
        credential: 'never-had',
        clientData: part('{}'),
        authenticatorData: part('-'),
        signature: part('-')
      })
      await s.sql`update grants.consent set signature = ${signature} where grant_id = ${s.all.any.grant}`
      const [row] = await s.sql<
        { hash: string }[]
      >`select encode(sha256(convert_to(${signature}, 'UTF8')), 'hex') as hash`
      await s.edit(await s.find('give', s.all.any.grant), ({ owner }) => (owner.signed = row!.hash))
    }
  },
  {
    name: 'the words that a person agreed to are others than were logged',
    whose: 'ana',
    check: 'V24',
    before: async (s) =>
      s.sql`update grants.consent set text = 'Everything, for ever' where grant_id = ${s.all.own.grant}`
  },
  {
    name: 'a friend’s words are disclosed while they withhold them',
    whose: 'ben',
    check: 'V19',
    before: async (s) => {
      const give = await s.find('give', s.all.any.grant)
      const ben = s.witness.lids.get(s.all.ben.id)
      await s.add(
        { ...give, kind: 'withhold', person: s.all.ben.id, grant: null, parties: [s.all.ana.id, s.all.ben.id] },
        (texts) => {
          texts.shared = { ...texts.shared, t: 'withhold', lid: ben, app: null, conv: s.all.withBen }
          texts.owner = { who: ben }
        }
      )
      await s.read(s.all.any, s.all.withBen)
    }
  },
  {
    name: 'an app acts while it is suspended',
    whose: 'films',
    check: 'V17',
    before: async (s) => {
      const give = await s.find('give', s.all.any.grant)
      await s.add({ ...give, kind: 'suspend', person: null, grant: null, parties: [s.all.films.id] }, (texts) => {
        texts.shared.t = 'suspend'
        texts.owner = { who: texts.shared.app, because: 'complaints' }
      })
      await s.read(s.all.any, s.all.withBen)
    }
  },
  {
    name: 'an entry names parties that are nobody',
    whose: 'ana',
    check: 'V17',
    before: async (s) => {
      const { req, proof } = s.proofOf(s.all.any.key, 'GET', messagesOf(s.all.withBen))
      await s.add(
        await films(s),
        ({ shared, owner }) => {
          shared.who = owner.who = lid
          owner.req = req
        },
        { proof }
      )
    }
  }
]

const widening: TamperCase[] = [
  {
    name: 'a permission is widened in its table, to every message',
    whose: 'ana',
    check: 'V17',
    before: async (s) => {
      await s.sql`update grants.grant set own_only = false where id = ${s.all.own.grant}`
      await s.read(s.all.own, s.all.withBen)
    }
  },
  {
    name: 'a permission is widened in its table, to another conversation',
    whose: 'ben',
    check: 'V17',
    before: async (s) => {
      await s.sql`insert into grants.grant_conversation values (${s.all.bens.grant}, ${s.all.group}, 0)`
      await s.read(s.all.bens, s.all.group)
    }
  },
  {
    name: 'a permission is widened in its table, to the past',
    whose: 'tunes',
    check: 'V17',
    before: async (s) => {
      await s.sql`update grants.grant_conversation set from_seq = 0 where grant_id = ${s.all.bens.grant}`
      await s.read(s.all.bens, s.all.withBen)
    }
  },
  {
    name: 'a revoked permission is brought back to life in its table',
    whose: 'ben',
    check: 'V17',
    before: async (s) => {
      await s.sql`update grants.grant set ended_at = null, ended_because = null where id = ${s.all.revoked.grant}`
      await s.read(s.all.revoked, s.all.withBen)
    }
  },
  {
    name: 'a permission for once is used again',
    whose: 'films',
    check: 'V17',
    before: async (s) => {
      await s.sql`
        update grants.grant set ended_at = null, ended_because = null, uses_left = 1, ends_at = 'infinity' where id = ${s.all.once.grant}`
      await s.read(s.all.once, s.all.withBen)
    }
  },
  {
    name: 'a permission is given to another app in its table',
    whose: 'ana',
    check: 'V17',
    before: async (s) => {
      const { any, films: app, tunes } = s.all
      await s.sql`update grants.grant set app_id = ${tunes.id} where id = ${any.grant}`
      await s.sql`update login.artifact set client_id = ${tunes.clientId} where grant_id = ${any.grant}`
      await s.read(any, s.all.withBen)
      await s.sql`update grants.grant set app_id = ${app.id} where id = ${any.grant}`
      await s.sql`delete from log.outbox where entry_id = (select max(id) from log.entry where kind = 'key')`
    }
  }
]

export const casesOfInvention: TamperCase[] = [...inventing, ...widening]
