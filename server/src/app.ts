// The whole platform as one list: which room answers which addresses.
import { activityRoutes } from './access/activity-routes.ts'
import { alertRoutes } from './access/alert-routes.ts'
import { approvalRoutes } from './access/approval-routes.ts'
import { clientGrantRoutes } from './access/client-grant-routes.ts'
import { partnerApi } from './access/partner-api.ts'
import { runAlerts } from './access/run-alerts.ts'
import { createHttp, type App } from './base/http.ts'
import { conversationRoutes } from './conversations/conversation-routes.ts'
import { MessageSender } from './conversations/send-messages.ts'
import { evidenceRoutes } from './evidence/evidence-routes.ts'
import { grantRoutes } from './grants/grant-routes.ts'
import { undoRoutes } from './grants/undo-routes.ts'
import { withholdRoutes } from './grants/withhold-routes.ts'
import { healthRoutes } from './health-routes.ts'
import { compareWithWitnesses } from './log/compare-with-witnesses.ts'
import { logRoutes } from './log/log-routes.ts'
import { runSequencer } from './log/run-sequencer.ts'
import { runWitnesses } from './log/run-witnesses.ts'
import { readWitnessSet } from './log/witness-set.ts'
import { loginRoutes } from './login/login-routes.ts'
import { accountRoutes } from './people/account-routes.ts'
import { friendRoutes } from './people/friend-routes.ts'
import { inviteRoutes } from './people/invite-routes.ts'
import { limitRequests } from './people/limit-requests.ts'
import { passkeyRoutes } from './people/passkey-routes.ts'
import { sessionRoutes } from './people/session-routes.ts'
import { liveRoutes } from './live/live-routes.ts'
import { openapiRoutes } from './openapi-routes.ts'
import type { Platform } from './platform.ts'
import { privacyRoutes } from './privacy/privacy-routes.ts'
import { startSweep } from './sweep.ts'
import { webRoutes } from './web-routes.ts'

/**
 * The HTTP application, not yet listening. Closing it ends sockets and background work, not the database pools. Throws with a sentence for
 * the operator when a witness has seen more of the log than the database has.
 */
export const createApp = async (platform: Platform): Promise<App> => {
  const { config } = platform
  const witnesses = await readWitnessSet(config, platform.log)
  const app = createHttp(config)
  // Before anything is signed that they could not follow.
  await compareWithWitnesses(platform, witnesses, app.log)
  limitRequests(app, platform.limits)
  await openapiRoutes(app, config)
  accountRoutes(app, platform)
  passkeyRoutes(app, platform)
  sessionRoutes(app, platform)
  friendRoutes(app, platform)
  inviteRoutes(app, platform)
  const sender = new MessageSender(platform)
  conversationRoutes(app, { ...platform, sender })
  app.addHook('onClose', () => sender.idle())
  grantRoutes(app, platform)
  withholdRoutes(app, platform)
  undoRoutes(app, platform)
  await loginRoutes(app, platform)
  partnerApi(app, { url: config.url, secret: platform.secret, partnerSql: platform.partnerSql, parts: platform })
  clientGrantRoutes(app, platform)
  activityRoutes(app, platform)
  alertRoutes(app, platform)
  approvalRoutes(app, platform)
  evidenceRoutes(app, { ...platform, evidence: { log: platform.log, mirrors: witnesses.mirrors } })
  logRoutes(app, platform, witnesses)
  const sequencer = runSequencer(app, platform, { needsNoWitness: witnesses.needsNone })
  healthRoutes(app, { ...platform, sequencer })
  runWitnesses(app, platform, witnesses, {
    onContradiction: (why) => {
      sequencer.stop()
      app.log.fatal(`The log takes nothing in any more. ${why.message}`)
    }
  })
  privacyRoutes(app, platform)
  liveRoutes(app, config.url, { ...platform, sender })
  startSweep(app, platform)
  runAlerts(app, platform)
  await webRoutes(app, config)
  await app.ready()
  return app
}
