// What a platform or an app could try so that false evidence passes.
import { toBase64 } from '@parley/protocol/log/base64.ts'
import { toHex } from '@parley/protocol/log/hex.ts'
import { sha256 } from '@parley/protocol/log/sha256.ts'
import { toUtf8 } from '@parley/protocol/log/utf8.ts'
import { formatVerifierKey } from '@parley/protocol/log/verifier-key.ts'
import { periodKey } from '@parley/protocol/log/party.ts'
import { type Party, record, startLog } from '../simulate/simulated-log.ts'
import { access, change, give } from '../simulate/simulated-world.ts'
import { pass, type Stage } from '../simulate/stage.ts'
import { lastRead, sequenceOf, tagsOf, testCases } from '../simulate/tamper.ts'

const read = ({ log, grant, withBen }: Stage, parties?: Party[]) =>
  access(log, grant, {
    t: 'read',
    conversation: withBen,
    messages: withBen.messages.slice(0, 2),
    ...(parties && { parties })
  })

testCases([
  {
    name: 'one’s own access that passes for one under a friend’s permission',
    check: 'V10',
    before: async (stage) => {
      change(stage.log, stage.grant, 'revoke')
      pass(stage.log)
      // Neither in the history of the permission nor open: as if Ben had given it.
      const { ana, ben, tunes } = stage
      await read(stage, [ana, ben, tunes])
    },
    bend: (bent) => {
      delete lastRead(bent).owner
      delete lastRead(bent).saltO
      delete lastRead(bent).proof
    }
  },
  {
    name: 'a permission of somebody else in one’s own history',
    check: 'V11',
    before: (stage) => {
      const { log, ana, ben, tunes } = stage
      const grant = give(log, { ...ben, members: ana.members, k: ana.k }, tunes)
      stage.grants.push(grant)
    }
  },
  {
    name: 'an access that is not in the history of its person',
    check: 'V11',
    before: (stage) => read(stage, [stage.ben, stage.tunes, stage.grant.party])
  },
  {
    name: 'an entry that is in nobody’s history',
    check: 'V11',
    before: async (stage) => {
      stage.more.push(await read(stage, [stage.cara]))
    }
  },
  {
    name: 'one entry that stands for two numbers',
    check: 'V12',
    before: (stage) => {
      const { ana, ben, tunes, grant } = stage
      return read(stage, [ana, ana, ben, tunes, grant.party])
    }
  },
  {
    name: 'a last entry under the key of a month that is to come',
    check: 'V12',
    before: async (stage) => {
      const { log } = stage
      const nowMs = log.nowMs
      log.nowMs = Date.parse('2031-01-01T00:00:00Z')
      await access(log, stage.grant, {
        t: 'read',
        conversation: stage.withBen,
        messages: stage.withBen.messages.slice(0, 2),
        shared: { at: new Date(nowMs).toISOString() }
      })
      log.nowMs = nowMs
    }
  },
  {
    name: 'the key of a later month that is not the party’s',
    check: 'V15',
    level: 'insufficient',
    before: (stage) => {
      stage.log.nowMs = Date.parse('2026-12-02T00:00:00Z')
    },
    bend: ({ bundle, stage }) => {
      const wrong = stage.log.random.bytes()
      for (const sequence of bundle.sequences) {
        delete sequence.k
        for (const month of ['2026-11', '2026-12']) sequence.months[month] = toBase64(periodKey(wrong, month))
      }
    },
    trust: (stage) => ({ allTags: tagsOf(stage) })
  },
  {
    name: 'an erasure of oneself that closes what an app did',
    check: 'V10',
    level: 'insufficient',
    before: ({ log, ana, tunes }) =>
      record(log, { shared: { t: 'erase', n: 100 }, owner: { who: ana.lid }, parties: [ana, tunes] }),
    bend: (bent) => {
      const { entries } = bent.bundle
      lastRead(bent).erased = entries.at(-1)!.index
      delete lastRead(bent).owner
      delete lastRead(bent).saltO
    }
  },
  {
    name: 'an erasure of somebody else that closes one’s own access',
    check: 'V10',
    before: ({ log, ana, ben, tunes }) =>
      record(log, { shared: { t: 'erase', n: 100 }, owner: { who: ben.lid }, parties: [ana, ben, tunes] }),
    bend: (bent) => {
      const erase = bent.bundle.entries.at(-1)!
      const { owner, saltO } = bent.stage.log.logged[erase.index]!
      Object.assign(erase, { owner, saltO: toBase64(saltO) })
      lastRead(bent).erased = erase.index
      delete lastRead(bent).owner
      delete lastRead(bent).saltO
    }
  },
  {
    name: 'a permission for an hour that never ends',
    check: 'V17',
    before: (stage) => {
      stage.grants.push(give(stage.log, stage.ana, stage.tunes, { until: 'hour', ends: null }))
    }
  },
  {
    name: 'a permission from now on that begins with what had long been there',
    check: 'V17',
    before: (stage) => {
      const { log, ana, tunes, withBen } = stage
      pass(log, 120)
      // Tunes had read messages 1 and 2.
      stage.grants.push(give(log, ana, tunes, { history: false, all: false, conversations: [[withBen.id, 1]] }))
    }
  },
  {
    name: 'an author who is named twice',
    check: 'V19',
    before: (stage) => {
      const { log, ana, grant, withBen } = stage
      const [first] = withBen.messages
      const from = [ana.lid, ana.lid]
      const items = [
        [first!.id, 0, `${'A'.repeat(43)}=`, 0, 1, null],
        [withBen.messages[2]!.id, 1, `${'A'.repeat(43)}=`, 0, 3, null]
      ]
      const messages = withBen.messages.slice(0, 2)
      return access(log, grant, {
        t: 'read',
        conversation: withBen,
        messages,
        shared: { from },
        owner: { from, items }
      })
    }
  },
  {
    name: 'a key of the app that is logged after its use',
    check: 'V20',
    before: async (stage) => {
      const { log, tunes, bank } = stage
      // The platform signs with a key of its own, and makes it the app's afterwards.
      await access(
        log,
        { ...stage.grant, app: Object.assign({ ...tunes, key: bank.key }) },
        {
          t: 'read',
          conversation: stage.withBen,
          messages: stage.withBen.messages.slice(0, 2),
          parties: [stage.ana, stage.ben, tunes, stage.grant.party]
        }
      )
      const owner = { who: tunes.lid, jkt: bank.key.jkt }
      stage.more.push(record(log, { shared: { t: 'key', app: tunes.lid }, owner, parties: [tunes] }))
    }
  },
  {
    name: 'an unsigned access of an app whose registration is left out',
    check: 'V20',
    level: 'insufficient',
    before: (stage) =>
      access(stage.log, stage.grant, {
        t: 'read',
        conversation: stage.withBen,
        messages: stage.withBen.messages.slice(0, 2),
        owner: { req: null }
      }),
    bend: ({ bundle }) => (bundle.entries = bundle.entries.filter(({ shared }) => !shared!.includes('"t":"register"')))
  },
  {
    name: 'a signed access of an app whose keys are left out',
    check: 'V20',
    level: 'insufficient',
    bend: ({ bundle }) => (bundle.entries = bundle.entries.filter(({ shared }) => !shared!.includes('"t":"key"')))
  },
  {
    name: 'one request behind two accesses',
    check: 'V20',
    before: async (stage) => {
      const { log } = stage
      const first = await read(stage)
      const { req } = JSON.parse(log.logged[first]!.owner) as { req: string }
      const { proof } = log.logged[first]!
      const again = await access(log, stage.grant, {
        t: 'read',
        conversation: stage.withBen,
        messages: stage.withBen.messages.slice(0, 1),
        owner: { req }
      })
      log.logged[again]!.proof = proof!
    }
  },
  {
    name: 'a request that the app made of another platform',
    check: 'V20',
    before: async (stage) => {
      const { log, tunes, withBen } = stage
      const url = `https://other.example/v1/conversations/${withBen.id}/messages`
      const proof = await tunes.key.prove('GET', url, log.nowMs, 'jti-12345')
      const owner = { req: toHex(sha256(toUtf8(proof))) }
      const messages = withBen.messages.slice(0, 2)
      const index = await access(log, stage.grant, { t: 'read', conversation: withBen, messages, owner })
      log.logged[index]!.proof = proof
    }
  },
  {
    name: 'a person whom the others are not told of',
    check: 'V19',
    before: (stage) =>
      access(stage.log, stage.grant, {
        t: 'read',
        conversation: stage.withBen,
        messages: stage.withBen.messages.slice(0, 2),
        shared: { who: stage.ben.lid }
      })
  },
  {
    name: 'a file that holds nobody’s history',
    check: 'V23',
    level: 'insufficient',
    bend: ({ bundle }) => Object.assign(bundle, { sequences: [], entries: [], tags: [] })
  },
  {
    name: 'the checkpoint of another log that one trusts, too',
    check: 'V3',
    bend: async ({ bundle, stage }) => {
      const other = await startLog('other', { origin: 'other.example/log1' })
      bundle.log = { origin: other.origin, vkey: formatVerifierKey(other.log.key) }
      stage.grants = []
      others.set(stage, other.log.key)
    },
    trust: (stage) => ({
      policy: {
        logs: [{ key: stage.log.log.key }, { key: others.get(stage)! }],
        witnesses: new Map(),
        groups: new Map(),
        quorum: 'none'
      }
    })
  },
  {
    name: 'a sequence that begins at number 0',
    check: 'V1',
    level: 'malformed',
    bend: ({ bundle }) => (bundle.sequences[0]!.first = 0)
  },
  {
    name: 'a history of a permission that is not named',
    check: 'V1',
    level: 'malformed',
    bend: (bent) => delete sequenceOf(bent, 'grant').grant
  }
])
const others = new Map<Stage, Stage['log']['log']['key']>()
