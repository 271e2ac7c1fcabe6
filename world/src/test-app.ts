// Apps for tests that make their tokens themselves, without a login.
import type { App } from '@parley/protocol/api/grant.ts'
import type { Sql } from '@parley/server/base/sql.ts'
import { registerApp } from '@parley/server/grants/register-app.ts'

let registered = 0

/** Registers one more app, with a name of its own; its tokens need no key. */
export const newTestApp = (sql: Sql, { agent = false } = {}): Promise<App> =>
  registerApp(sql, {
    name: `Alpha ${++registered}`,
    owner: 'Tests',
    purpose: 'To test',
    purposeCode: 'dpv:RequestedServiceProvision',
    clientId: `alpha-${registered}`,
    client: {},
    bearerAllowed: true,
    agent
  })
