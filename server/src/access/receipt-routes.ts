// An app looks up where the entry of a receipt is in the log.
import { ReceiptProof } from '@parley/protocol/api/partner.ts'
import { Id, Strict } from '@parley/protocol/api/scalars.ts'
import type { FastifyRequest } from 'fastify'
import type { App } from '../base/http.ts'
import type { Sql } from '../base/sql.ts'
import { proveReceipt } from './prove-receipt.ts'
import type { Credentials } from './read-credentials.ts'

export type ReceiptDeps = {
  sql: Sql
  partnerSql: Sql
  credentialsOf: (request: FastifyRequest) => Promise<Credentials>
}

export const receiptRoutes = (app: App, { sql, partnerSql, credentialsOf }: ReceiptDeps): void => {
  const schema = { params: Strict({ event: Id }), response: { 200: ReceiptProof } }
  app.get('/v1/receipts/:event', { schema }, async (request) =>
    proveReceipt({ sql, partnerSql }, await credentialsOf(request), request.params.event)
  )
}
