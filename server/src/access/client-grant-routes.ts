// An app gives back a grant with its own credentials.
import { Changed } from '@parley/protocol/api/changed.ts'
import { Id, Strict } from '@parley/protocol/api/scalars.ts'
import type { Config } from '../base/config.ts'
import type { App } from '../base/http.ts'
import type { Limits } from '../base/limits.ts'
import { Refusal } from '../base/refusal.ts'
import { giveBackGrant } from '../grants/give-back-grant.ts'
import type { GrantParts } from '../grants/settle-grant.ts'
import { receiptsOf, type ReceiptParts } from '../log/receipts-of.ts'
import { authenticateClient } from '../login/authenticate-client.ts'

/** Tokens live minutes; whoever removes an app elsewhere (a voice assistant's skill, for one) may do so a month after the last. */
export const clientGrantRoutes = (
  app: App,
  parts: GrantParts & ReceiptParts & { limits: Limits; config: Pick<Config, 'url'> }
): void => {
  const schema = { params: Strict({ grant: Id }), response: { 200: Changed } }
  app.delete(
    '/v1/grants/:grant',
    {
      schema,
      // RFC 6749 §5.2.
      onError: async (_request, reply, error) => {
        if (error instanceof Refusal && error.status === 401)
          void reply.header('www-authenticate', 'Basic realm="Parley"')
      }
    },
    async (request) => {
      const client = await authenticateClient(parts, request)
      return { receipts: await receiptsOf(parts, await giveBackGrant(parts, client.id, request.params.grant)) }
    }
  )
}
