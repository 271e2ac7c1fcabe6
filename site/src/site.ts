// What an app says about itself, and what it gets for it.
import type { DatabaseSync } from 'node:sqlite'
import type { Ask, ParleyApp, Session, Store } from '@parley/sdk'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Calls, CallsOptions } from './calls/call-routes.ts'
import type { Html } from './html.ts'
import type { Page } from './pages/page.ts'
import type { Browser } from './people/browser-session.ts'
import type { Connection, Right } from './people/connection.ts'
import type { Person } from './people/person.ts'
import type { SiteConfig } from './read-site-config.ts'
import type { Screen } from './screen/screen-routes.ts'
import type { Answer, Visit } from './routes/visits.ts'
import type { Shares } from './shares/open-shares.ts'
import type { ShareOptions } from './shares/share-options.ts'

/** How an app names a right to its people: "Send songs", "for you"; and what stands where the right is lacking (title, text). */
export type RightWords = { name: string; what: string; lacks?: [string, string] }

export type SiteOptions = {
  /** On every page; in lower case, with dashes for spaces, also in cookies and in the name of the database file. */
  name: string
  config: SiteConfig
  /** SQL of the app's own tables, run at every start after the site's own: `create table if not exists …`. */
  schema?: string
  /** What "Log in with Parley" asks for. person: who connects again; undefined at a first login. */
  ask: Ask | ((db: DatabaseSync, person: Person | undefined) => Ask)
  /** A sentence or two that notices show: what to allow, in the words of Parley's page. */
  needs: string
  /** Own words for rights. Settings lists these rights and those that a first login asks for. */
  rights?: Partial<Record<Right, RightWords>>
  /** Navigation of people who are logged in: address and name. Settings is added. */
  places: [string, string][]
  /** A small svg mark. */
  brand: Html
  /** The app's public folder, served at /assets/. Every page links its .css files; icon.svg is the page's icon. */
  assets?: URL
  /**
   * Scripts for browsers, and folders of them: .ts files, served without their types at /assets/<path below src>. Pages name the ones they
   * run by `<script type="module" src="/assets/client/x.ts">`.
   */
  scripts?: URL[]
  /** The body of the first page for people who are not logged in. */
  landing: (site: Site) => Html
  /** Sections of the page Settings that are the app's own. */
  settings?: (site: Site, browser: Browser) => Html | Promise<Html>
  /** Beginnings of addresses that are not for forms of browsers (webhooks): posts from other origins are taken there. */
  openPaths?: string[]
  /** Own words for errors: by the code of a refusal, or by `away`, `ended`, `lacks write` … (pages/say-error.ts). */
  errorTexts?: Record<string, string>
  /** What goes to friends as messages: gives the app /share, /shares and what is under it, and `site.shares`. */
  shares?: ShareOptions
  /** Sentences that a redirect may bring along as `?said=<word>`, besides the built-in ones. */
  sayings?: Record<string, string>
}

export type Site = {
  options: SiteOptions
  /** The name as cookies and the database file have it: lower case, with dashes. */
  slug: string
  config: SiteConfig
  /** Add your routes here. /, /login … are in site/README.md. */
  app: FastifyInstance
  db: DatabaseSync
  parley: ParleyApp
  /** The SDK's store in the database, for a second client of the same app. */
  parleyStore: Store
  /** GET: a page of signed-in people. Answers with the page, or with an address to go on to. */
  show: (path: string, act: (visit: Visit) => Answer | Promise<Answer>) => void
  /** POST: a form of a signed-in person that carries the form key. Answers with an address (303), or with a page. */
  act: (path: string, act: (visit: Visit) => Answer | Promise<Answer>) => void
  /** The whole document. */
  page: (page: Page) => Html
  /** Who uses the browser; undefined when nobody is logged in. */
  visitor: (request: FastifyRequest) => Browser | undefined
  /** Who sent this form. Throws Refused when nobody is logged in, or when the form is not one of ours. */
  formVisitor: (request: FastifyRequest) => Browser
  /** The hidden field that every form of a signed-in person carries. */
  formKey: (browser: Browser) => Html
  /** The button "Log in with Parley". */
  loginForm: (label?: string, returnTo?: string) => Html
  /** A button that asks Parley for the whole permission; the person comes back to `returnTo`. */
  connectForm: (browser: Browser, label: string, returnTo: string) => Html
  /** Signs the browser in as the person of a session: keeps session and person, sets the cookie. The caller answers. */
  arrive: (reply: FastifyReply, session: Session) => Promise<Person>
  /**
   * Addresses for a person's other programs (scrobblers, media servers), with one secret token per person: their part of Settings with the
   * last calls, renewing the token, a limit of requests, refusals in JSON. Once in an app. Needs a saying `token` for a renewed one.
   */
  calls: (options: CallsOptions, routes: (calls: Calls) => void | Promise<void>) => void
  /** The person's token for calls, made when it is first asked for; only the person may see it. */
  callToken: (person: Person) => string
  /**
   * A page for a television: who is not logged in sees a code and a QR code (RFC 8628; the app must be registered for devices), then the
   * body in big type, which keeps itself fresh, also without scripts.
   */
  screen: (path: string, screen: Screen) => void
  /** More sections of Settings, in this order after the app's own. */
  sections: ((browser: Browser) => Html)[]
  /** Beginnings of addresses that take posts of other origins. */
  openPaths: string[]
  /** How the connection stands, asked of Parley itself. */
  connection: (person: Person) => Promise<Connection>
  may: (connection: Connection, right: Right) => boolean
  /** What to show when the connection is not as it should be; nothing while it is live. */
  connectionNotice: (browser: Browser, connection: Connection, returnTo: string) => Html | undefined
  /** What a live permission lacks; nothing when it lacks nothing, or when there is none at all. */
  missingNotice: (browser: Browser, connection: Connection, right: Right, returnTo: string) => Html | undefined
  /** A sentence after something was done, or not done. */
  said: (text: string | undefined, wrong?: boolean) => Html | undefined
  /** The sentence that the address of the request brings along (?said=). */
  saidIn: (request: FastifyRequest) => Html | undefined
  shares: Shares
  /** One sentence for the person; undefined when the error is a fault of the app and must be thrown on. */
  sayError: (error: unknown) => string | undefined
  /** Throws when the port cannot be used; everything is closed then. */
  listen: () => Promise<void>
  /** Ends open requests, then the database. */
  close: () => Promise<void>
}
