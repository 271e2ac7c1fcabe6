// The log in public: checkpoint, tiles and entries as C2SP tlog-tiles has them, and how the log stands.
import { LogStatus } from '@parley/protocol/api/log.ts'
import { parseTilePath, tileWidth } from '@parley/protocol/log/tile-path.ts'
import type { App } from '../base/http.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { latestCheckpoint } from './latest-checkpoint.ts'
import type { LogKeeper } from './log-keeper.ts'
import { logStatus } from './log-status.ts'
import { readTile } from './read-tile.ts'
import type { WitnessSet } from './witness-set.ts'
import { witnessStatus } from './witness-status.ts'

// What was once in a tile never changes; a partial one may go when it has become full.
const lasting = 'public, max-age=31536000, immutable'
const passing = 'public, max-age=3600'

/** Open to everybody and to every origin: nothing here names anybody. */
export const logRoutes = (app: App, { sql, log }: { sql: Sql; log: LogKeeper }, witnesses: WitnessSet): void => {
  void app.register(async (open) => {
    open.addHook('onRequest', async (_request, reply) => {
      void reply.headers({ 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' })
    })
    open.get('/log/checkpoint', async (_request, reply) => {
      const published = await latestCheckpoint(sql)
      if (!published) throw new Refusal('route_missing', { detail: 'The log has no entry yet' })
      return reply
        .headers({ 'cache-control': 'no-cache', 'content-type': 'text/plain; charset=utf-8' })
        .send(published.note)
    })
    open.get('/log/status', { schema: { response: { 200: LogStatus } } }, async (_request, reply) => {
      void reply.header('cache-control', 'no-cache')
      return { ...(await logStatus(sql, log)), ...(await witnessStatus(sql, witnesses)) }
    })
    open.get('/log/policy', async (_request, reply) =>
      reply.headers({ 'cache-control': 'no-cache', 'content-type': 'text/plain; charset=utf-8' }).send(witnesses.text)
    )
    open.get<{ Params: { '*': string } }>('/log/tile/*', async (request, reply) => {
      const tile = parseTilePath(`tile/${request.params['*']}`)
      const bytes = tile && (await readTile(sql, tile))
      if (!tile || !bytes) throw new Refusal('route_missing')
      return reply
        .headers({
          'cache-control': tile.width === tileWidth ? lasting : passing,
          'content-type': 'application/octet-stream'
        })
        .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    })
  })
}
