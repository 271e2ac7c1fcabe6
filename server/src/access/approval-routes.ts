// Live approval over HTTP: what agents want to write, and the person's yes or no.
import { Approval, ApprovalPage } from '@parley/protocol/api/approval.ts'
import { Id, PageQuery, Strict } from '@parley/protocol/api/scalars.ts'
import { readCursor } from '../base/cursor.ts'
import type { Bus } from '../base/bus.ts'
import type { App } from '../base/http.ts'
import type { Sql } from '../base/sql.ts'
import { signedIn } from '../people/signed-in.ts'
import { decideApproval } from './decide-approval.ts'
import { listApprovals } from './list-approvals.ts'

export const approvalRoutes = (app: App, parts: { sql: Sql; bus: Bus }): void => {
  const { sql } = parts
  const list = { querystring: PageQuery, response: { 200: ApprovalPage } }
  app.get('/api/approvals', { schema: list }, async (request) => {
    const { person } = await signedIn(sql, request)
    const { after, limit = 50 } = request.query
    return listApprovals(sql, person, {
      limit,
      after: after === undefined ? undefined : readCursor(after, 'string')[0]
    })
  })
  const decide = { params: Strict({ id: Id }), response: { 200: Approval } }
  app.post('/api/approvals/:id/approve', { schema: decide }, async (request) => {
    const { person } = await signedIn(sql, request)
    return decideApproval(parts, person, request.params.id, 'approved')
  })
  app.post('/api/approvals/:id/deny', { schema: decide }, async (request) => {
    const { person } = await signedIn(sql, request)
    return decideApproval(parts, person, request.params.id, 'denied')
  })
}
