// Evidence of a platform with a witness and a mirror: what they sign is in it, and nothing stays on the platform's word.
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { formatVerifierKey, parseVerifierKey } from '@parley/protocol/log/verifier-key.ts'
import { parsePolicy } from '@parley/protocol/log/policy.ts'
import { checkBundle } from '@parley/verifier/evidence/check-bundle.ts'
import { openTestDatabase } from '@parley/world/test-database.ts'
import { freePort, startTestPlatform } from '@parley/world/test-platform.ts'
import { startWitnessProcess } from '@parley/world/test-witness.ts'
import { nowMs } from '../src/base/clock.ts'
import { startHistory } from './evidence-history.ts'

test('evidence is confirmed by the witness and by its mirror', async () => {
  const port = await freePort()
  const database = await openTestDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'parley-policy-'))
  // The key of the log is known once it was begun.
  const first = await startTestPlatform({ port }, database)
  const { vkey } = first.log
  await first.close()
  const witness = await startWitnessProcess([`${vkey}@http://localhost:${port}/log`], { more: ['--mirror'] })
  const policyFile = join(folder, 'policy')
  const policy = `witness w1 ${witness.vkey} ${witness.url}\nquorum w1\n`
  await writeFile(policyFile, policy)
  const settings = { port, logPolicy: policyFile, logMirrors: [`${witness.mirrorVkey}@${witness.url}`] }
  const all = await startHistory(settings, database)
  try {
    await all.past()
    await sleep(2500)
    await all.present()
    await all.caughtUp()
    const trust = {
      policy: parsePolicy(`log ${formatVerifierKey(all.parley.log.signer.key)}\n${policy}`),
      nowMs: nowMs() + 60_000,
      receiptKeys: [],
      mirrors: [parseVerifierKey(witness.mirrorVkey)!],
      receipts: all.receipts
    }
    const wanted = [
      [all.ana, ''],
      [all.ana, `?app=${all.tunes.id}`],
      [all.ben, ''],
      [all.cara, '']
    ] as const
    for (const [person, query] of wanted) {
      const late = nowMs() + 20_000
      for (;;) {
        const answer = await fetch(`${all.parley.url}/api/evidence${query}`, { headers: { cookie: person.cookie } })
        const file = await answer.text()
        const { size } = (await (await fetch(`${all.parley.url}/log/status`)).json()) as { size: number }
        if (!file.includes(`\\n${size}\\n`) && nowMs() < late) {
          await sleep(100)
          continue
        }
        const receipts = all.receipts.filter((note) => file.includes(note.split('\n')[1]!))
        const report = await checkBundle(file, { ...trust, receipts })
        assert.deepEqual(
          report.findings.filter(({ level, check }) => level !== 'remark' || ['V15', 'V21'].includes(check)),
          []
        )
        assert.ok((JSON.parse(file) as { prior: unknown[] }).prior.length > 0)
        break
      }
    }
    // Evidence of one app holds histories of permissions only; the mirror confirms their ends.
    const [{ app }] = await all.parley.sql<
      [{ app: string }]
    >`select app_id as app from log.entry where kind = 'give' and person_id = ${all.ana.id} limit 1`
    const answer = await fetch(`${all.parley.url}/api/evidence?app=${app}`, { headers: { cookie: all.ana.cookie } })
    const report = await checkBundle(await answer.text(), { ...trust, receipts: [] })
    assert.deepEqual(
      report.findings.filter(({ level, check }) => level !== 'remark' || check === 'V15'),
      []
    )
  } finally {
    await all.parley.close()
    await witness.close()
    await database.drop()
    await rm(folder, { recursive: true })
  }
})
