// The way in: an app at a platform, with its logins and its sessions.
import { giveBackById } from './grant/give-back-by-id.ts'
import { endLink } from './links/end-link.ts'
import { linkAddress } from './links/link-address.ts'
import { type Link, openLink } from './links/open-link.ts'
import type { Ask } from './login/ask.ts'
import { finishDevice, type FinishDeviceOptions } from './login/finish-device.ts'
import { downloadEvidence, type EvidenceOptions } from './evidence.ts'
import { finishLogin, type FinishOptions } from './login/finish.ts'
import { startDevice, type StartDeviceOptions, type StartedDevice } from './login/start-device.ts'
import { type StartedLogin, startLogin, type StartOptions } from './login/start.ts'
import { type AppOptions, platformOf } from './platform.ts'
import { type Session, sessionOf } from './session.ts'
import { type TokenOptions, type TokenSession, tokenSessionOf } from './token-session.ts'

export type ParleyApp = {
  login: {
    /** Begins "Log in with Parley": send the browser to `url`, keep `attempt` in an HttpOnly cookie. */
    start: (options?: StartOptions) => Promise<StartedLogin>
    /** Ends it at your redirect address. Throws ParleyRefusal: `access_denied`, `login_stale`, `login_mismatch`, … */
    finish: (options: FinishOptions) => Promise<Session>
    /** Begins it on a device without a browser: show `userCode` and `verificationUri`, keep `attempt`. */
    startDevice: (options?: StartDeviceOptions) => Promise<StartedDevice>
    /** Ends it: undefined while the person has not answered, so call it again. Throws ParleyRefusal: `access_denied`, `login_stale`, … */
    finishDevice: (options: FinishDeviceOptions) => Promise<Session | undefined>
  }
  /** A session by its id; undefined when the store has none. */
  session: (id: string) => Promise<Session | undefined>
  /** Acts with a plain access token that another program got for the person; only where the platform's operator let this app do so. */
  withToken: (accessToken: string, options?: TokenOptions) => TokenSession
  /** For assistants that log people in themselves and hand over plain tokens, such as Alexa. user: the assistant's own name for a person. */
  links: {
    /** Where to send a person on whom the assistant sent with this query. */
    address: (query: unknown, ask: Ask) => Promise<string>
    /** Acts with the token that the assistant sent, and remembers whose permission it is. */
    open: (user: string, accessToken: string) => Promise<Link>
    /** Gives the permission back when the assistant says that it is over; answers whose it was. Needs the client secret or key. */
    end: (user: string) => Promise<{ id: string } | undefined>
  }
  /** Downloads what the log holds about this app, as the text of a file. */
  evidence: (options?: EvidenceOptions) => Promise<string>
  /** Gives a permission back by its id (`grant.read()` tells it) where no session is left that could. Needs the client secret or key. */
  giveBack: (grant: string) => Promise<void>
}

/** Makes the app. Nothing is sent until the first login or call. Throws a TypeError when the platform's address cannot be used. */
export const parleyApp = (options: AppOptions): ParleyApp => {
  const platform = platformOf(options)
  return {
    login: {
      start: (start = {}) => startLogin(platform, start),
      finish: async (finish) => sessionOf(platform, await finishLogin(platform, finish)),
      startDevice: (start = {}) => startDevice(platform, start),
      finishDevice: async (finish) => {
        const kept = await finishDevice(platform, finish)
        return kept && sessionOf(platform, kept)
      }
    },
    session: async (id) => {
      const kept = await platform.store.get(`session:${id}`)
      return kept?.kind === 'session' ? sessionOf(platform, kept) : undefined
    },
    withToken: (accessToken, token) => tokenSessionOf(platform, accessToken, token),
    links: {
      address: (query, ask) => linkAddress(platform, query, ask),
      open: (user, accessToken) => openLink(platform, user, accessToken),
      end: (user) => endLink(platform, user)
    },
    evidence: (evidence) => downloadEvidence(platform, evidence),
    giveBack: (grant) => giveBackById(platform, grant)
  }
}
