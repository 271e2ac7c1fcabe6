// The whole platform as one list: which room answers which addresses.
import { createHttp, type App } from './base/http.ts'
import { healthRoutes } from './health-routes.ts'
import { accountRoutes } from './people/account-routes.ts'
import type { Platform } from './platform.ts'

/** The HTTP application, not yet listening. Closing it ends sockets and background work, not the database pools. */
export const createApp = async (platform: Platform): Promise<App> => {
  const { config } = platform
  const app = createHttp(config)
  healthRoutes(app, platform)
  accountRoutes(app, platform)
  await app.ready()
  return app
}
