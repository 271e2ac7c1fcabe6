// /healthz: the process answers. /readyz: it can do its work.
import type { App } from './base/http.ts'
import { findStandstill, stuckAfterSeconds } from './log/find-standstill.ts'
import type { Sequencer } from './log/run-sequencer.ts'
import type { Platform } from './platform.ts'

type Health = Pick<Platform, 'sql' | 'partnerSql'> & { sequencer: Pick<Sequencer, 'isStopped'> }

/** What keeps it from doing its work, in a sentence; undefined when nothing does. docs/operate.md says what to do then. */
const problemOf = async ({ sql, partnerSql, sequencer }: Health): Promise<string | undefined> => {
  if (sequencer.isStopped())
    return 'The log takes nothing in any more: a witness has seen another history of it. Accesses are recorded and wait. The line of level fatal says more.'
  try {
    const [isStill] = await Promise.all([findStandstill(sql), partnerSql`select 1`])
    return isStill
      ? `The log has taken nothing in for ${stuckAfterSeconds} seconds, and entries wait for it. Lines of level error say why.`
      : undefined
  } catch {
    return 'database not reachable'
  }
}

export const healthRoutes = (app: App, health: Health): void => {
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    const problem = await problemOf(health)
    return reply.status(problem === undefined ? 200 : 503).send({ status: problem ?? 'ok' })
  })
}
