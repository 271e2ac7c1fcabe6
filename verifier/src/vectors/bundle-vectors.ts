// Vectors of whole evidence: an honest file, and files that somebody bent, with the verdict and the check that must name it.
import type { CheckId, Level } from '@parley/protocol/log/finding.ts'
import { formatVerifierKey } from '@parley/protocol/log/verifier-key.ts'
import { bundleSuffix } from '@parley/protocol/log/evidence-bundle.ts'
import type { Verdict } from '../evidence/report.ts'
import { headNote, startLog } from '../simulate/simulated-log.ts'
import type { BundleObject } from '../simulate/simulated-bundle.ts'
import { access, change, withhold } from '../simulate/simulated-world.ts'
import { evidenceOfFriend } from '../simulate/evidence-for.ts'
import { evidenceOf, pass, setStage, type Stage } from '../simulate/stage.ts'
import { cutTail, flipped, lastRead, otherTree, sequenceOf } from '../simulate/tamper.ts'

type Bent = { stage: Stage; bundle: BundleObject }
type Case = {
  name: string
  verdict: Verdict
  check?: CheckId
  level?: Level
  /** Whose evidence it is; Ana's, unless said. */
  of?: 'ben' | 'nobody'
  before?: (stage: Stage) => unknown
  bend?: (bent: Bent) => unknown
}

const violation = (name: string, check: CheckId, how: Pick<Case, 'before' | 'bend'>): Case => ({
  name,
  verdict: 'violation',
  check,
  level: 'violation',
  ...how
})

const read = ({ log, grant, withBen }: Stage) =>
  access(log, grant, { t: 'read', conversation: withBen, messages: withBen.messages.slice(0, 2) })

const cases: Case[] = [
  { name: 'honest', verdict: 'valid' },
  {
    name: 'unknown-field',
    verdict: 'malformed',
    check: 'V1',
    level: 'malformed',
    bend: ({ bundle }) => Object.assign(bundle, { more: 1 })
  },
  violation('other-log-key', 'V2', {
    bend: async ({ bundle }) => {
      const { log } = await startLog('other', { isRepeatable: true })
      bundle.log.vkey = formatVerifierKey(log.key)
    }
  }),
  {
    name: 'split-view-with-one-witness',
    verdict: 'insufficient',
    check: 'V4',
    level: 'insufficient',
    of: 'nobody',
    bend: async ({ stage, bundle }) => {
      bundle.checkpoint = await otherTree(stage, 1)
      // Nothing else in the file fits the other tree, so that only the missing witness is left to be found.
      Object.assign(bundle, { prior: [], sequences: [], entries: [], tags: [] })
    }
  },
  violation('rewritten-log', 'V6', {
    bend: async ({ stage, bundle }) => (bundle.prior.at(-1)!.checkpoint = await otherTree(stage, 2))
  }),
  violation('edited-entry', 'V8', {
    bend: (bent) => (lastRead(bent).entry = lastRead(bent).entry.slice(0, 8) + flipped(lastRead(bent).entry.slice(8)))
  }),
  violation('edited-shared-text', 'V9', {
    bend: (bent) => (lastRead(bent).shared = lastRead(bent).shared!.replace('"n":2', '"n":1'))
  }),
  violation('closed-without-erasure', 'V10', {
    bend: (bent) => {
      delete lastRead(bent).owner
      delete lastRead(bent).saltO
    }
  }),
  violation('entry-left-out', 'V12', {
    bend: (bent) => (bent.bundle.entries = bent.bundle.entries.filter((entry) => entry !== lastRead(bent)))
  }),
  violation('other-chain', 'V13', {
    bend: async ({ stage, bundle }) =>
      (bundle.sequences[0]!.head = await headNote(stage.log, stage.ana, { chain: stage.log.random.bytes() }))
  }),
  {
    name: 'end-cut-off-without-a-mirror',
    verdict: 'insufficient',
    check: 'V15',
    level: 'insufficient',
    bend: cutTail
  },
  violation('read-after-revoke', 'V17', {
    before: async (stage) => {
      change(stage.log, stage.grant, 'revoke')
      pass(stage.log)
      await read(stage)
    }
  }),
  violation('history-of-another-permission', 'V18', {
    bend: (bent) => (sequenceOf(bent, 'grant').grant = bent.stage.log.random.id())
  }),
  {
    ...violation('words-of-a-friend-who-withheld', 'V19', {
      before: async (stage) => {
        withhold(stage.log, 'withhold', stage.ben, stage.tunes, stage.withBen)
        await read(stage)
        pass(stage.log)
      }
    }),
    of: 'ben'
  },
  violation('own-access-as-that-of-a-friend', 'V10', {
    before: async (stage) => {
      const { log, ana, ben, tunes, grant, withBen } = stage
      const messages = withBen.messages.slice(0, 2)
      await access(log, grant, { t: 'read', conversation: withBen, messages, parties: [ana, ben, tunes] })
    },
    bend: (bent) => {
      const last = lastRead(bent)
      for (const field of ['owner', 'saltO', 'proof'] as const) delete last[field]
    }
  }),
  violation('month-to-come', 'V12', {
    before: async (stage) => {
      const { log } = stage
      const nowMs = log.nowMs
      log.nowMs = Date.parse('2031-01-01T00:00:00Z')
      const { grant, withBen } = stage
      const shared = { at: new Date(nowMs).toISOString() }
      await access(log, grant, { t: 'read', conversation: withBen, messages: withBen.messages.slice(0, 2), shared })
      log.nowMs = nowMs
    }
  }),
  violation('request-of-another-access', 'V20', {
    bend: ({ bundle }) => {
      const [first, second] = bundle.entries.filter(({ proof }) => proof !== undefined)
      first!.proof = second!.proof!
    }
  }),
  violation('dated-back', 'V21', {
    before: async (stage) => {
      stage.log.nowMs -= 3_600_000
      await read(stage)
      pass(stage.log, 3_600)
    }
  }),
  violation('other-consent-text', 'V24', {
    bend: ({ bundle }) =>
      (bundle.entries.find(({ consent }) => consent !== undefined)!.consent = 'May the app do anything?')
  })
]

const policyOf = ({ log, witnesses }: Stage['log']): string =>
  [
    `log ${formatVerifierKey(log.key)}`,
    ...witnesses.map(({ key }, at) => `witness w${at + 1} ${formatVerifierKey(key)}`),
    'group both all w1 w2',
    'quorum both',
    ''
  ].join('\n')

export type BundleVector = {
  name: string
  file: string
  policy: string
  mirrors: string[]
  lid?: string
  now: string
  expect: { verdict: Verdict; check?: CheckId; level?: Level }
}

/** Each file by its name, and what is expected of it. */
export const bundleVectors = async (): Promise<{ index: BundleVector[]; files: Map<string, string> }> => {
  const index: BundleVector[] = []
  const files = new Map<string, string>()
  for (const { name, verdict, check, level, of = 'ana', before, bend } of cases) {
    const stage = await setStage(true)
    await read(stage)
    pass(stage.log)
    await before?.(stage)
    const bundle = of === 'ben' ? await evidenceOfFriend(stage, stage.ben) : await evidenceOf(stage)
    await bend?.({ stage, bundle })
    const file = `bundles/${name}${bundleSuffix}`
    files.set(file, `${JSON.stringify(bundle, null, 1)}\n`)
    index.push({
      name,
      file,
      policy: policyOf(stage.log),
      mirrors: [formatVerifierKey(stage.log.mirror.key)],
      ...(of !== 'nobody' && { lid: stage[of].lid }),
      now: new Date(stage.log.nowMs + 10_000).toISOString(),
      expect: { verdict, ...(check && { check }), ...(level && { level }) }
    })
  }
  return { index, files }
}
