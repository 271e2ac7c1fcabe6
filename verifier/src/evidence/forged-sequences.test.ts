// Evidence that leaves something out, or mixes people and permissions up, is caught.
import { toBase64 } from '@parley/protocol/log/base64.ts'
import { linkChain, startChain } from '@parley/protocol/log/chain.ts'
import { lidOf, periodKey, tagOf } from '@parley/protocol/log/party.ts'
import { makeBundle, tagAnswer } from '../simulate/simulated-bundle.ts'
import { headNote, record, startLog } from '../simulate/simulated-log.ts'
import { change } from '../simulate/simulated-world.ts'
import { cutTail, lastRead, sequenceOf, tagsOf, testCases } from '../simulate/tamper.ts'

testCases([
  {
    name: 'entries of somebody else in one’s own sequence',
    check: 'V11',
    bend: ({ bundle }) => bundle.entries.find((entry) => entry.in.length === 0)?.in.push([0, 1, '2026-10'])
  },
  {
    name: 'an entry under the key of another month',
    check: 'V11',
    bend: ({ bundle }) => (bundle.sequences[0]!.months['2026-10'] = toBase64(new Uint8Array(32)))
  },
  {
    name: 'two entries that change their numbers',
    check: 'V11',
    bend: ({ bundle }) => {
      const [a, b] = bundle.entries.filter((entry) => entry.in.length === 2)
      ;[a!.in, b!.in] = [b!.in, a!.in]
    }
  },
  {
    name: 'an entry that is left out',
    check: 'V12',
    bend: (bent) => (bent.bundle.entries = bent.bundle.entries.filter((entry) => entry !== lastRead(bent)))
  },
  { name: 'entries in another order', check: 'V12', bend: ({ bundle }) => bundle.entries.reverse() },
  { name: 'an end that is cut off', check: 'V12', bend: ({ bundle }) => bundle.entries.pop() },
  {
    name: 'a chain that the log ended elsewhere',
    check: 'V13',
    bend: async ({ stage, bundle }) =>
      (bundle.sequences[0]!.head = await headNote(stage.log, stage.ana, { chain: stage.log.random.bytes() }))
  },
  {
    name: 'a chain that begins elsewhere',
    check: 'V13',
    bend: ({ bundle }) => (bundle.sequences[0]!.chain = toBase64(new Uint8Array(32)))
  },
  {
    name: 'the end of somebody else’s chain',
    check: 'V14',
    bend: async ({ stage, bundle }) => (bundle.sequences[0]!.head = await headNote(stage.log, stage.ben))
  },
  {
    name: 'the end of a chain that another key signed',
    check: 'V14',
    bend: async ({ stage, bundle }) => {
      const other = await startLog('other')
      bundle.sequences[0]!.head = await headNote({ ...stage.log, head: other.head }, stage.ana)
    }
  },
  {
    name: 'the end of a chain in an older tree',
    check: 'V14',
    bend: async ({ stage, bundle }) => {
      record(stage.log, { shared: { t: 'open' }, owner: { who: stage.ben.lid }, parties: [stage.ben] })
      bundle.sequences[0]!.head = await headNote(stage.log, stage.ana)
    }
  },
  {
    name: 'an end that is cut off with a false word of the log, by the mirror',
    check: 'V15',
    bend: async (bent) => {
      const { ana, log } = bent.stage
      const { i, month, index } = ana.members.at(-1)!
      await cutTail(bent)
      bent.bundle.tags.push(await tagAnswer(log, tagOf(periodKey(ana.k, month), i), [index]))
    }
  },
  {
    name: 'an end that is cut off with a false word of the log and without the mirror’s',
    check: 'V15',
    level: 'insufficient',
    bend: cutTail
  },
  {
    name: 'a mirror’s answer that another key signed',
    check: 'V15',
    bend: async ({ stage, bundle }) => {
      const other = await startLog('other')
      bundle.tags = [await tagAnswer({ ...stage.log, mirror: other.mirror }, new Uint8Array(16), [])]
    }
  },
  {
    name: 'an end that is cut off with a false word of the log, by the whole log',
    check: 'V15',
    bend: cutTail,
    trust: (stage) => ({ allTags: tagsOf(stage) })
  },
  {
    name: 'an end of a permission that is cut off, beside the whole history of somebody else',
    check: 'V15',
    bend: async (bent) => {
      const { stage, bundle } = bent
      const { ben, grant, log } = stage
      const gone = grant.party.members.at(-1)!
      const { entries, sequences, tags } = await makeBundle(log, { parties: [ben, grant.party], more: stage.more })
      Object.assign(bundle, { entries, sequences, tags })
      const last = bundle.entries.find(({ index }) => index === gone.index)!
      last.in = last.in.filter(([place]) => place === 0)
      for (const field of ['owner', 'saltO', 'proof'] as const) delete last[field]
      grant.party.members.pop()
      const chain = grant.party.members.reduce(
        (link, { index }) => linkChain(link, log.logged[index]!.leafHash),
        startChain(lidOf(grant.party.k))
      )
      bundle.sequences[1]!.head = await headNote(log, grant.party, { chain })
    },
    trust: (stage) => ({ lid: stage.ben.lid, allTags: tagsOf(stage) })
  },
  {
    name: 'a tag that stands twice',
    check: 'V16',
    before: ({ log, ana, grant }) => {
      const copy = { ...ana, members: ana.members.slice(0, -1) }
      record(log, { shared: { t: 'open' }, owner: { who: grant.person.lid }, parties: [copy] })
    },
    trust: (stage) => ({ allTags: tagsOf(stage) })
  },
  {
    name: 'a revoke that is taken out of the history of its permission',
    check: 'V18',
    before: ({ log, grant }) => change(log, grant, 'revoke'),
    bend: ({ bundle }) => bundle.entries.at(-1)!.in.pop()
  },
  {
    name: 'an access that is taken out of the history of its permission',
    check: 'V18',
    bend: (bent) => lastRead(bent).in.pop()
  },
  {
    name: 'a permission whose history is left out',
    check: 'V18',
    level: 'insufficient',
    bend: ({ bundle }) => {
      bundle.sequences.pop()
      for (const entry of bundle.entries) entry.in = entry.in.filter(([sequence]) => sequence === 0)
    }
  },
  {
    name: 'a history under the name of another permission',
    check: 'V18',
    bend: (bent) => (sequenceOf(bent, 'grant').grant = bent.stage.log.random.id())
  },
  { name: 'the evidence of somebody else', check: 'V23', trust: ({ ben }) => ({ lid: ben.lid }) },
  {
    name: 'a key that does not belong to the name',
    check: 'V23',
    bend: (bent) => (sequenceOf(bent, 'person').k = toBase64(new Uint8Array(32)))
  },
  {
    name: 'a consent text that was not shown',
    check: 'V24',
    bend: ({ bundle }) =>
      (bundle.entries.find(({ consent }) => consent !== undefined)!.consent = 'May the app do anything?')
  },
  {
    name: 'a request that was not the logged one',
    check: 'V20',
    bend: (bent) => {
      const proofs = bent.bundle.entries.filter(({ proof }) => proof !== undefined)
      proofs[0]!.proof = proofs[1]!.proof!
    }
  },
  {
    name: 'a request that is not shown',
    check: 'V20',
    level: 'insufficient',
    bend: (bent) => delete lastRead(bent).proof
  }
])
