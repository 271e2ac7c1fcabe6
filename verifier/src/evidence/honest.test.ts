// Honest histories, however long and mixed, give no finding.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { liveHonestly } from '../simulate/honest-history.ts'
import { makeBundle } from '../simulate/simulated-bundle.ts'
import { startLog } from '../simulate/simulated-log.ts'
import { trustOf } from '../simulate/simulated-trust.ts'
import { checkBundle } from './check-bundle.ts'
import type { Report } from './report.ts'

const accesses = Number(process.env['PARLEY_HONEST_ACCESSES'] ?? 1500)

const accusations = ({ findings }: Report) => findings.filter(({ level }) => level !== 'remark')

test(`${accesses} accesses of an honest platform give no finding to anybody`, async (t) => {
  const log = await startLog('honest')
  const { people, apps, grants } = await liveHonestly(log, accesses)
  const [ana] = people
  assert.ok(ana)
  const parties = (of: (grant: (typeof grants)[number]) => boolean) => grants.filter(of).map(({ party }) => party)
  const registrations = apps.flatMap(({ registration, keyEntry }) => [registration, keyEntry])
  const mine = await makeBundle(log, {
    parties: [ana, ...parties(({ person }) => person === ana)],
    more: registrations,
    opens: (index) => {
      const { owner } = log.logged[index]!
      return owner.includes(`"who":"${ana.lid}"`) || registrations.includes(index)
    }
  })
  for (const app of apps) {
    const bundle = await makeBundle(log, { parties: [app, ...parties((grant) => grant.app === app)] })
    assert.deepEqual(accusations(await checkBundle(JSON.stringify(bundle), trustOf(log, { lid: app.lid }))), [])
  }
  const file = JSON.stringify(mine)
  const started = performance.now()
  const report = await checkBundle(file, trustOf(log, { lid: ana.lid }))
  const seconds = ((performance.now() - started) / 1000).toFixed(2)
  assert.deepEqual(accusations(report), [])
  assert.equal(report.verdict, 'valid')
  assert.ok((report.facts['underOthers'] as number) > 0)
  t.diagnostic(`${mine.entries.length} entries, ${(file.length / 1e6).toFixed(1)} MB: ${seconds} s`)
})
