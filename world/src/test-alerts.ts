// What tests of alerts stand on: reads as of another time, and a round that has counted all there is.
import assert from 'node:assert/strict'
import type { AlertPage } from '@parley/protocol/api/alert.ts'
import { raiseAlerts } from '@parley/server/access/raise-alerts.ts'
import { tellAlerts } from '@parley/server/access/run-alerts.ts'
import { newId } from '@parley/server/base/random.ts'
import { makeActor, type TestActor } from './test-actor.ts'
import type { TestPerson } from './test-person.ts'
import type { TestPlatform } from './test-platform.ts'

const dayMs = 86_400_000

/** The last time that it was this hour (UTC), some days ago. */
export const atHour = (hour: number, daysAgo = 0): Date => {
  const nowMs = performance.timeOrigin + performance.now()
  const ms = nowMs - (nowMs % dayMs) + hour * 3_600_000
  return new Date((ms > nowMs ? ms - dayMs : ms) - daysAgo * dayMs)
}
export const noon = (daysAgo = 0): Date => atHour(12, daysAgo)

/** Reads n messages of a conversation from its start, a page at a time. */
export const readAs = async (actor: TestActor, conversation: string, n: number): Promise<void> => {
  let after = ''
  for (let left = n; left > 0; left -= 100) {
    const answer = await actor.get(`/v1/conversations/${conversation}/messages?limit=${Math.min(100, left)}${after}`)
    const { items, next } = answer.body as { items: unknown[]; next?: string }
    assert.equal(answer.status, 200)
    assert.equal(items.length, Math.min(100, left))
    after = `&after=${next}`
  }
}

export const alertsOf = async (person: TestPerson): Promise<AlertPage> =>
  (await person.get('/api/alerts?limit=100')).body as AlertPage

/** Looks through the log until all that stands now is counted. */
const settle = async ({ sql }: Pick<TestPlatform, 'sql'>): Promise<void> => {
  const [newest] = await sql<{ id: number }[]>`select max(id) as id from log.entry`
  for (;;) {
    await raiseAlerts(sql)
    const [place] = await sql<{ id: number }[]>`select entry_id as id from access.alert_cursor`
    if (place!.id >= newest!.id) return
  }
}

/** The platform's next round at once: what stands now is counted, and open pages are told of what is new. */
export const alertRound = async (parley: Pick<TestPlatform, 'sql' | 'bus'>): Promise<void> => {
  const [before] = await parley.sql<{ id: number }[]>`select coalesce(max(id), 0) as id from access.alert`
  await settle(parley)
  await tellAlerts(parley, before!.id)
}

/** teller writes what is read. */
export const alertStage = (parley: TestPlatform, teller: TestPerson) => {
  return {
    settle: (platform = parley) => settle(platform),
    group: async (person: TestPerson): Promise<string> => {
      const answer = await person.post('/api/conversations', { kind: 'group', title: 'Trip', people: [teller.id] })
      return (answer.body as { id: string }).id
    },
    say: async (conversation: string, n: number): Promise<void> => {
      for (let i = 0; i < n; i += 50)
        await Promise.all(
          Array.from({ length: Math.min(50, n - i) }, (_, k) =>
            teller.post(`/api/conversations/${conversation}/messages`, { clientId: newId(), text: `Line ${i + k}` })
          )
        )
    },
    reader: (person: TestPerson): Promise<TestActor> =>
      makeActor(parley, { actions: ['read', 'write', 'delete'] }, { person }),
    /** Does it as if it were at that time: nobody looks through the log before the entries are dated so. */
    asOf: async (at: Date, actor: TestActor, does: () => Promise<unknown>): Promise<void> => {
      await parley.sql.begin(async (tx) => {
        const [place] = await tx<{ id: number }[]>`select entry_id as id from access.alert_cursor for update`
        await does()
        await parley.sql`update log.entry set at = ${at} where grant_id = ${actor.grant} and id > ${place!.id}`
      })
      await settle(parley)
    },
    kindsOf: async (actor: TestActor): Promise<string[]> => {
      const rows = await parley.sql<{ kind: string }[]>`
        select kind from access.alert where grant_id = ${actor.grant} order by kind`
      return rows.map(({ kind }) => kind)
    }
  }
}
