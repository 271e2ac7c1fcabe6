// /healthz: the process answers. /readyz: it can do its work.
import type { App } from './base/http.ts'
import type { Platform } from './platform.ts'

export const healthRoutes = (app: App, { sql, partnerSql }: Pick<Platform, 'sql' | 'partnerSql'>): void => {
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    try {
      await Promise.all([sql`select 1`, partnerSql`select 1`])
      return { status: 'ok' }
    } catch {
      return reply.status(503).send({ status: 'database not reachable' })
    }
  })
}
