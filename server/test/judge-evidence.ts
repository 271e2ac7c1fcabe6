// Evidence of a random world as the platform hands it out, for everybody who may ask for it, judged as a whole.
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Finding } from '@parley/protocol/log/finding.ts'
import { parsePolicy } from '@parley/protocol/log/policy.ts'
import { checkBundle } from '@parley/verifier/evidence/check-bundle.ts'
import type { TestPlatform } from '@parley/world/test-platform.ts'
import { nowMs } from '../src/base/clock.ts'
import type { Sql, Tx } from '../src/base/sql.ts'
import type { EvidencePlan } from '../src/evidence/evidence-plan.ts'
import type { Period } from '../src/evidence/evidence-period.ts'
import { makeEvidence } from '../src/evidence/make-evidence.ts'
import { planApp } from '../src/evidence/plan-app.ts'
import { planPerson } from '../src/evidence/plan-person.ts'

/** One file that somebody may ask for. */
export type Asked = { name: string; plan: (tx: Tx) => Promise<EvidencePlan> }

/** What is there of a world: its people without those whose account is closed, and its apps. */
export type Whose = { people: string[]; apps: string[] }

/** Until all that is recorded of these apps and people is in a checkpoint. */
export const isInLog = async (sql: Sql, { people, apps }: Whose): Promise<void> => {
  for (;;) {
    const waiting = await sql`
      select from log.outbox o join log.entry e on e.id = o.entry_id where e.parties && ${[...people, ...apps]}::uuid[] limit 1`
    if (waiting.length === 0) return
    await sleep(20)
  }
}

const dayMs = 86_400_000

/** The times at which the middle entry of a party came into the log, as the beginning and as the end of a period. */
const middleOf = async (sql: Sql, party: string): Promise<Required<Period> | undefined> => {
  const [row] = await sql<{ at: Date }[]>`
    select l.at from log.place p join log.leaf l on l.idx = p.idx where p.party_id = ${party}
    order by p.i offset (select count(*) / 2 from log.place where party_id = ${party}) limit 1`
  // A period ends with the end of its last day, which no test lives to see.
  return row && { since: row.at.toISOString(), until: new Date(row.at.getTime() - dayMs).toISOString() }
}

/** Everything that can be asked for: whole lives, parts of them, one app; and the same of each app. */
export const allEvidence = async (sql: Sql, { people, apps }: Whose): Promise<Asked[]> => {
  const used = await sql<{ person: string; app: string }[]>`
    select distinct person_id as person, app_id as app from grants.grant where person_id = any(${people}::uuid[])`
  const asked: Asked[] = used.map(({ person, app }) => ({
    name: 'one app, for a person',
    plan: (tx) => planPerson(tx, person, { app })
  }))
  for (const [ids, of, planOf] of [
    [people, 'person', planPerson],
    [apps, 'app', planApp]
  ] as const)
    for (const id of ids) {
      const middle = await middleOf(sql, id)
      asked.push({ name: `all of the ${of}`, plan: (tx) => planOf(tx, id, {}) })
      if (!middle) continue
      const { since, until } = middle
      asked.push({ name: `the ${of} from then on`, plan: (tx) => planOf(tx, id, { since }) })
      asked.push({ name: `the ${of} until then`, plan: (tx) => planOf(tx, id, { until }) })
    }
  return asked
}

/** What the verifier says of one, but for remarks. Random worlds invent the requests of apps, so these are not looked at. */
export const judge = async ({ sql, log }: TestPlatform, { plan }: Asked): Promise<Finding[]> => {
  const { stream } = await makeEvidence({ sql, log, mirrors: [] }, plan)
  const policy = parsePolicy(`log ${log.vkey}\nquorum none\n`)
  const trust = { policy, nowMs: nowMs(), receiptKeys: [], mirrors: [], receipts: [] }
  const { findings } = await checkBundle(await text(stream), trust)
  return findings.filter(({ level, check }) => level !== 'remark' && check !== 'V20')
}
