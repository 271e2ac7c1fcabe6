// A witness that is killed at any moment, and asked for any of several histories, never signs two roots of one size.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import fc from 'fast-check'
import { makeConsistencyProof } from '@parley/protocol/log/make-proof.ts'
import { parseCheckpoint } from '@parley/protocol/log/checkpoint.ts'
import { parseNote } from '@parley/protocol/log/note.ts'
import { toHex } from '@parley/protocol/log/hex.ts'
import { formatVerifierKey } from '@parley/protocol/log/verifier-key.ts'
import { verifyNote } from '@parley/protocol/log/verify-note.ts'
import { type SimulatedLog, startLog } from '@parley/verifier/simulate/simulated-log.ts'
import { openPerson } from '@parley/verifier/simulate/simulated-world.ts'
import { bodyOf, hashOf, post, signedCheckpoint } from '@parley/world/test-submission.ts'
import { startWitnessProcess } from '@parley/world/test-witness.ts'

const sizeMax = 24
const forksMax = 3

/** Histories of one log that are the same up to some size each, and signed by one key. */
const forksOf = async (seed: string, splits: number[]): Promise<SimulatedLog[]> => {
  const log = await startLog(seed)
  while (log.tree.size() < sizeMax) openPerson(log)
  const forks = [log]
  for (const [at, split] of splits.entries()) {
    const fork = { ...log, tree: (await startLog(`${seed} ${at}`)).tree, logged: [] as SimulatedLog['logged'] }
    for (const { leafHash } of log.logged.slice(0, split)) fork.tree.append(leafHash)
    while (fork.tree.size() < sizeMax) openPerson(fork)
    forks.push(fork)
  }
  return forks
}

const stepArb = fc.record({
  fork: fc.nat(forksMax),
  size: fc.integer({ min: 1, max: sizeMax }),
  /** Milliseconds after which the process is killed while it has the request. */
  kill: fc.option(fc.nat(8), { freq: 4 })
})

const runs = Number(process.env['PARLEY_WITNESS_RUNS'] ?? 3)

test('it never signs two roots of one size, nor a smaller tree after a larger one', async (t) => {
  const witnesses: { close: () => Promise<void> }[] = []
  after(() => Promise.all(witnesses.map((witness) => witness.close())))
  let kills = 0
  let given = 0
  await fc.assert(
    fc.asyncProperty(
      fc.uuid(),
      fc.array(fc.nat(sizeMax - 1), { minLength: 1, maxLength: forksMax }),
      fc.array(stepArb, { minLength: 10, maxLength: 30 }),
      async (seed, splits, steps) => {
        const forks = await forksOf(seed, splits)
        const witness = await startWitnessProcess([formatVerifierKey(forks[0]!.log.key)])
        witnesses.push(witness)
        const roots = new Map<number, string>()
        let largest = 0
        const take = async (text: string): Promise<void> => {
          const note = parseNote(text)
          const checkpoint = note && parseCheckpoint(note.text)
          assert.ok(note && checkpoint)
          assert.equal((await verifyNote(note, [witness.key])).good.length, 1)
          assert.equal(roots.get(checkpoint.size) ?? toHex(checkpoint.root), toHex(checkpoint.root))
          roots.set(checkpoint.size, toHex(checkpoint.root))
          assert.ok(checkpoint.size >= largest, 'went back')
          largest = checkpoint.size
          given++
        }
        let known = 0
        for (const { fork: which, size, kill } of steps) {
          const fork = forks[which % forks.length]!
          const old = Math.min(known, size)
          const note = await signedCheckpoint(fork, size)
          const asking = post(witness.url, bodyOf(old, makeConsistencyProof(old, size, fork.tree.hash), note))
          const answer = asking.catch(() => undefined)
          if (kill !== null) {
            kills++
            await wait(kill)
            await witness.kill()
          }
          const answered = await answer
          if (kill !== null) await witness.restart()
          if (answered?.status === 200) await take(note + answered.text)
          if (answered?.status === 409) known = Number(answered.text)
          const seen = await fetch(`${witness.url}/${hashOf(fork.origin)}/checkpoint`)
          if (seen.ok) await take(await seen.text())
          known = Math.max(known, largest)
        }
        await witness.close()
      }
    ),
    { numRuns: runs }
  )
  t.diagnostic(`${kills} kills, ${given} signatures`)
})
