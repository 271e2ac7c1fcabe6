// The music app for a test file: registered at a test platform, on its own port, with browsers that log in to it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '@parley/music/config.ts'
import { startMusic } from '@parley/music/start.ts'
import { TestBrowser, type Fill, type Seen } from './test-browser.ts'
import { registerTestClient } from './test-client.ts'
import { befriend, signUpPerson, type TestPerson } from './test-person.ts'
import { freePort, startTestPlatform, type TestPlatform } from './test-platform.ts'

export type TestMusic = {
  url: string
  /** Logs a person in with Parley: presses a button of its page, with what is ticked there. */
  logIn: (person: TestPerson, button: string, fill: Fill) => Promise<TestBrowser>
  /** Shares the song at an address of the app (such as /share?tune=0), and gives the page that follows. */
  share: (browser: TestBrowser, address: string, conversation: string, note: string) => Promise<Seen>
  /** The token of the person's scrobblers, from the settings page. */
  tokenOf: (browser: TestBrowser) => Promise<string>
  /** POST /1/submit-listens; body is JSON or the text to send as it is. */
  submit: (token: string, body: unknown) => Promise<Response>
  restart: () => Promise<void>
  close: () => Promise<void>
}

/** Ticks everything that the app asks for, in one conversation. */
export const everything = (conversation: string): Fill => ({
  tick: { action: ['read', 'write', 'delete'], friends: ['yes'], conversation: [conversation] }
})

export const startTestMusic = async (platform: TestPlatform): Promise<TestMusic> => {
  const folder = mkdtempSync(join(tmpdir(), 'music-test-'))
  const port = await freePort()
  const url = `http://localhost:${port}`
  const client = await registerTestClient(platform, {
    clientId: 'music',
    name: 'Music',
    redirectUris: [`${url}/callback`],
    postLogoutRedirectUris: [`${url}/`]
  })
  const config = readConfig({
    PARLEY_URL: platform.url,
    MUSIC_CLIENT_SECRET: client.secret,
    PARLEY_APP_PORT_BASE: String(port - 1),
    PARLEY_DATA: folder
  })
  let music = await startMusic(config)
  return {
    url,
    logIn: async (person, button, fill) => {
      const browser = new TestBrowser(platform.url, url)
      browser.addCookie(person.cookie)
      await browser.open(url)
      await browser.click('Log in with Parley')
      const seen = await browser.click(button, fill)
      if (seen.url.origin !== url) throw new Error(`Not back at the app: ${seen.text}`)
      return browser
    },
    share: async (browser, address, conversation, note) => {
      await browser.open(`${url}${address}`)
      return browser.click('Share', { text: { note }, tick: { conversation: [conversation] } })
    },
    tokenOf: async (browser) => {
      const token = /readonly value="([\w-]{43})"/.exec((await browser.open(`${url}/settings`)).body)?.[1]
      if (!token) throw new Error('No token on the settings page')
      return token
    },
    submit: (token, body) =>
      fetch(`${url}/1/submit-listens`, {
        method: 'POST',
        headers: { authorization: `Token ${token}`, 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body)
      }),
    restart: async () => {
      await music.close()
      music = await startMusic(config)
    },
    close: async () => {
      await music.close()
      rmSync(folder, { recursive: true })
    }
  }
}

/** A platform with Music beside it, and two friends who have a conversation. listen: what a player sends about a song (ListenBrainz). */
export const startMusicStage = async () => {
  const parley = await startTestPlatform({ limitFactor: 1000 })
  const music = await startTestMusic(parley)
  const [ana, ben] = await Promise.all([signUpPerson(parley, 'ana'), signUpPerson(parley, 'ben')])
  await befriend(ana, ben)
  const opened = await ana.post<{ id: string }>('/api/conversations', { kind: 'direct', person: ben.id })
  const conversation = opened.body.id
  return {
    parley,
    music,
    ana,
    ben,
    conversation,
    logIn: (person: TestPerson, button = 'Allow', fill = everything(conversation)) => music.logIn(person, button, fill),
    share: (browser: TestBrowser, address: string, note: string) => music.share(browser, address, conversation, note),
    listen: (name: string, listenedAt?: number) => ({
      listen_type: listenedAt ? 'single' : 'playing_now',
      payload: [
        {
          ...(listenedAt && { listened_at: listenedAt }),
          track_metadata: { artist_name: 'Mara Linde', track_name: name, additional_info: { duration_ms: 200_000 } }
        }
      ]
    }),
    close: async () => {
      await music.close()
      await parley.close()
    }
  }
}
