// The music app for a test file, on a stage with friends.
import { readConfig } from '@parley/music/config.ts'
import { startMusic } from '@parley/music/start.ts'
import type { TestBrowser } from './test-browser.ts'
import { startSiteStage } from './test-site.ts'

/** A platform with Music beside it, and friends. listen: what a player sends about a song (ListenBrainz). */
export const startMusicStage = async () => {
  const stage = await startSiteStage({ id: 'music', place: 1, start: (env) => startMusic(readConfig(env)) })
  const { url, conversation } = stage
  return {
    ...stage,
    /** Shares the song at an address of the app (such as /share?tune=0) with ben, and gives the page that follows. */
    share: async (browser: TestBrowser, address: string, note: string) => {
      await browser.open(`${url}${address}`)
      return browser.click('Share', { text: { note }, tick: { conversation: [conversation] } })
    },
    /** The token of the person's scrobblers, from the settings page. */
    tokenOf: async (browser: TestBrowser) => {
      const token = /readonly value="([\w-]{43})"/.exec((await browser.open(`${url}/settings`)).body)?.[1]
      if (!token) throw new Error('No token on the settings page')
      return token
    },
    /** POST /1/submit-listens; body is JSON or the text to send as it is. */
    submit: (token: string, body: unknown) =>
      fetch(`${url}/1/submit-listens`, {
        method: 'POST',
        headers: { authorization: `Token ${token}`, 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body)
      }),
    listen: (name: string, listenedAt?: number) => ({
      listen_type: listenedAt ? 'single' : 'playing_now',
      payload: [
        {
          ...(listenedAt && { listened_at: listenedAt }),
          track_metadata: { artist_name: 'Mara Linde', track_name: name, additional_info: { duration_ms: 200_000 } }
        }
      ]
    })
  }
}
