// Raises alerts at a steady pace until the application closes, and tells the open sockets of this process of each.
import type { Bus } from '../base/bus.ts'
import type { App } from '../base/http.ts'
import type { Sql } from '../base/sql.ts'
import { raiseAlerts } from './raise-alerts.ts'

const everyMs = 10_000
const toldMax = 1000

/** Tells of every alert after the given one, whichever node raised it; returns the last one told. */
export const tellAlerts = async ({ sql, bus }: { sql: Sql; bus: Bus }, after: number): Promise<number> => {
  const rows = await sql<{ id: number; person: string }[]>`
    select id, person_id as person from access.alert where id > ${after} order by id limit ${toldMax}`
  for (const person of new Set(rows.map((row) => row.person)))
    bus.publish({ topic: 'person', person, changed: 'alerts' })
  return rows.at(-1)?.id ?? after
}

/** A failing round is logged and the next one tries again; what is missed by a socket is asked for when the page opens. */
export const runAlerts = (app: App, parts: { sql: Sql; bus: Bus }): void => {
  const { sql } = parts
  let told: number | undefined
  let running: Promise<void> | undefined
  const round = async (): Promise<void> => {
    try {
      told ??= (await sql<{ id: number }[]>`select coalesce(max(id), 0) as id from access.alert`)[0]?.id ?? 0
      await raiseAlerts(sql)
      told = await tellAlerts(parts, told)
    } catch (error) {
      app.log.error({ err: error }, 'looking for unusual reading failed')
    }
  }
  const start = (): void => {
    running ??= round().finally(() => {
      running = undefined
    })
  }
  // At once too: what was read while no node ran is not kept waiting, and what other nodes raise from now on is told here.
  start()
  const timer = setInterval(start, everyMs)
  app.addHook('onClose', async () => {
    clearInterval(timer)
    await running
  })
}
