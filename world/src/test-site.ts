// An app on @parley/site for a test file: a platform, the registered app on its own port, and friends whose browsers log in to it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NewClient } from '@parley/server/login/register-client.ts'
import { TestBrowser, type Fill } from './test-browser.ts'
import { registerTestClient } from './test-client.ts'
import { befriend, signUpPerson, type TestPerson } from './test-person.ts'
import { freePort, startTestPlatform, type TestPlatform } from './test-platform.ts'

type Env = Record<string, string>
type Running = { url: string; close: () => Promise<void> }

/** place: what the app adds to PARLEY_APP_PORT_BASE. env: settings of the app's own. start: with the environment that a process of it would have. */
export type TestApp = {
  id: string
  place: number
  name?: string
  env?: Env
  /** How it is registered, where that differs: with a key, for example, which is then in env. */
  client?: Partial<NewClient>
  start: (env: Env) => Promise<Running>
}

export type TestSite = {
  url: string
  /** The app's id at the platform. */
  appId: string
  /** The folder of the app's database. */
  folder: string
  /** Logs a person in with Parley: presses a button of its page, with what is ticked there. */
  logIn: (person: TestPerson, button: string, fill: Fill) => Promise<TestBrowser>
  /** The same app on the same data, as after a crash. */
  restart: () => Promise<void>
  close: () => Promise<void>
}

/** Ticks everything that an app may ask for, in these conversations. */
export const everything = (...conversations: string[]): Fill => ({
  tick: { action: ['read', 'write', 'delete'], friends: ['yes'], conversation: conversations }
})

/** A browser that is signed in at the platform as this person, at the app's first page. */
export const openAt = async (platform: TestPlatform, url: string, person: TestPerson): Promise<TestBrowser> => {
  const browser = new TestBrowser(platform.url, url)
  browser.addCookie(person.cookie)
  await browser.open(url)
  return browser
}

export const startTestSite = async (platform: TestPlatform, app: TestApp): Promise<TestSite> => {
  const data = mkdtempSync(join(tmpdir(), `${app.id}-test-`))
  const port = await freePort()
  const url = `http://localhost:${port}`
  const client = await registerTestClient(platform, {
    clientId: app.id,
    name: app.name ?? app.id.charAt(0).toUpperCase() + app.id.slice(1),
    redirectUris: [`${url}/callback`],
    postLogoutRedirectUris: [`${url}/`],
    ...app.client
  })
  const env = {
    PARLEY_URL: platform.url,
    ...(client.secret && { [`${app.id.toUpperCase()}_CLIENT_SECRET`]: client.secret }),
    PARLEY_APP_PORT_BASE: String(port - app.place),
    PARLEY_DATA: data,
    ...app.env
  }
  let running = await app.start(env)
  return {
    url,
    appId: client.id,
    folder: join(data, app.id),
    logIn: async (person, button, fill) => {
      const browser = await openAt(platform, url, person)
      await browser.click('Log in with Parley')
      const seen = await browser.click(button, fill)
      if (seen.url.origin !== url) throw new Error(`Not back at the app: ${seen.text}`)
      return browser
    },
    restart: async () => {
      await running.close()
      running = await app.start(env)
    },
    close: async () => {
      await running.close()
      rmSync(data, { recursive: true })
    }
  }
}

/** A platform with the app beside it; ana is a friend of ben and of david, and has a conversation with each. */
export const startSiteStage = async (app: TestApp) => {
  const parley = await startTestPlatform({ limitFactor: 1000 })
  const site = await startTestSite(parley, app).catch(async (error: unknown) => {
    await parley.close()
    throw error
  })
  const [ana, ben, david] = await Promise.all([
    signUpPerson(parley, 'ana'),
    signUpPerson(parley, 'ben'),
    signUpPerson(parley, 'david')
  ])
  const talk = async (friend: TestPerson): Promise<string> => {
    await befriend(ana, friend)
    return (await ana.post<{ id: string }>('/api/conversations', { kind: 'direct', person: friend.id })).body.id
  }
  const conversation = await talk(ben)
  return {
    ...site,
    parley,
    ana,
    ben,
    david,
    /** Of ana with ben, and with david. */
    conversation,
    withDavid: await talk(david),
    logIn: (person: TestPerson, button = 'Allow', fill = everything(conversation)) => site.logIn(person, button, fill),
    openAt: (person: TestPerson) => openAt(parley, site.url, person),
    close: async () => {
      await site.close()
      await parley.close()
    }
  }
}
