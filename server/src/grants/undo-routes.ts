// Undoing an app over HTTP: what can be undone, and doing it.
import { Id, Strict } from '@parley/protocol/api/scalars.ts'
import { Undo, UndoablePage, UndoableQuery, Undone } from '@parley/protocol/api/undo.ts'
import { readCursor } from '../base/cursor.ts'
import type { Bus } from '../base/bus.ts'
import type { App } from '../base/http.ts'
import { Refusal } from '../base/refusal.ts'
import { receiptsOf, type ReceiptParts } from '../log/receipts-of.ts'
import { signedIn } from '../people/signed-in.ts'
import { listUndoable, type UndoablePlace } from './list-undoable.ts'
import { undoApp } from './undo-app.ts'

const ById = Strict({ id: Id })

const readPlace = (after: string): UndoablePlace => {
  const [at, conversation, seq] = readCursor(after, 'string', 'id', 'number')
  if (!/^\d{1,17}$/.test(at)) throw new Refusal('invalid_cursor')
  return { at, conversation, seq }
}

export const undoRoutes = (app: App, parts: ReceiptParts & { bus: Bus }): void => {
  const { sql } = parts
  const list = { params: ById, querystring: UndoableQuery, response: { 200: UndoablePage } }
  app.get('/api/apps/:id/undo', { schema: list }, async (request) => {
    const { person } = await signedIn(sql, request)
    const { what, after, limit = 50 } = request.query
    return listUndoable(sql, person, request.params.id, { what, limit, after: after ? readPlace(after) : undefined })
  })
  app.post(
    '/api/apps/:id/undo',
    { schema: { params: ById, body: Undo, response: { 200: Undone } } },
    async (request) => {
      const { person } = await signedIn(sql, request)
      const { events, ...undone } = await undoApp(parts, person, request.params.id, request.body)
      return { ...undone, receipts: await receiptsOf(parts, events) }
    }
  )
}
