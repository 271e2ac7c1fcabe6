// Ways to bend evidence, and the test that each is caught under the right check.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkChain, startChain } from '@parley/protocol/log/chain.ts'
import { formatCheckpoint } from '@parley/protocol/log/checkpoint.ts'
import type { CheckId, Level } from '@parley/protocol/log/finding.ts'
import { toHex } from '@parley/protocol/log/hex.ts'
import { hashLeaf } from '@parley/protocol/log/merkle-hash.ts'
import { formatNote } from '@parley/protocol/log/note.ts'
import { lidOf } from '@parley/protocol/log/party.ts'
import { signNote } from '@parley/protocol/log/sign-note.ts'
import type { BundleTrust, TagIndex } from '../evidence/context.ts'
import type { BundleObject, EntryObject } from './simulated-bundle.ts'
import { headNote } from './simulated-log.ts'
import { access } from './simulated-world.ts'
import { evidenceOf, judge, pass, setStage, type Stage } from './stage.ts'

export type Bent = { stage: Stage; bundle: BundleObject }
/** What is bent before or after the evidence is made, or in whom is trusted. */
export type Case = {
  name: string
  check: CheckId
  level?: Level
  before?: (stage: Stage) => unknown
  bend?: (bent: Bent) => unknown
  trust?: (stage: Stage) => Partial<BundleTrust>
}

export const lastRead = ({ bundle }: Bent): EntryObject =>
  bundle.entries.findLast(({ shared }) => shared?.includes('"t":"read"')) ?? assert.fail()
export const flipped = (text: string): string => (text.startsWith('A') ? 'B' : 'A') + text.slice(1)
export const sequenceOf = ({ bundle }: Bent, of: string) =>
  bundle.sequences.find((one) => one.of === of) ?? assert.fail()

/** The checkpoint of another tree of the same size, signed by the log and as many witnesses as said. */
export const otherTree = async ({ log }: Stage, witnesses: number): Promise<string> => {
  const text = formatCheckpoint({
    origin: log.origin,
    size: log.tree.size(),
    root: hashLeaf(log.random.bytes()),
    extensions: []
  })
  const signatures = [await signNote(text, log.log)]
  for (const witness of log.witnesses.slice(0, witnesses))
    signatures.push(await signNote(text, witness, Math.floor(log.nowMs / 1000)))
  return formatNote({ text, signatures })
}

/** Leaves the last entry out everywhere, with a head that the log signs for it. */
export const cutTail = async ({ stage, bundle }: Bent): Promise<void> => {
  const gone = bundle.entries.pop() ?? assert.fail()
  for (const [place] of gone.in) {
    const party = place === 0 ? stage.ana : stage.grants[place - 1]!.party
    party.members.pop()
    // The chain without the last link, as the platform would compute it again.
    const chain = party.members.reduce(
      (link, { index }) => linkChain(link, stage.log.logged[index]!.leafHash),
      startChain(lidOf(party.k))
    )
    bundle.sequences[place]!.head = await headNote(stage.log, party, { chain })
  }
}

/** Every tag of the log with where it stands. */
export const tagsOf = ({ log }: Stage): TagIndex => {
  const at = new Map<string, number[]>()
  for (const [index, { entry }] of log.logged.entries())
    for (let from = 67; from < entry.length; from += 16) {
      const tag = toHex(entry.slice(from, from + 16))
      at.set(tag, [...(at.get(tag) ?? []), index])
    }
  return { size: log.tree.size(), at }
}

/** Makes a test of each case. */
export const testCases = (cases: readonly Case[]): void => {
  for (const { name, check, level = 'violation', before, bend, trust } of cases) {
    test(`${name} is caught by ${check}`, async () => {
      const stage = await setStage()
      const messages = stage.withBen.messages.slice(0, 2)
      await access(stage.log, stage.grant, { t: 'read', conversation: stage.withBen, messages })
      pass(stage.log)
      await before?.(stage)
      const bundle = await evidenceOf(stage)
      await bend?.({ stage, bundle })
      const { verdict, findings } = await judge(stage, bundle, trust?.(stage))
      assert.notEqual(verdict, 'valid')
      const found = findings.some((one) => one.check === check && one.level === level)
      assert.ok(found, JSON.stringify(findings))
    })
  }
}
