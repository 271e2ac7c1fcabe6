// The app for a test file: beside a real platform, with ana's browser, what her media server sends, and what ben sees.
import type { Fill, Seen } from './test-browser.ts'
import { startSiteStage } from './test-site.ts'
import { readConfig } from '@parley/watching/config.ts'
import { startWatching } from '@parley/watching/start.ts'

/** Ticks all that Watching asks for, in one conversation. */
export const allow = (conversation: string): Fill => ({
  tick: { action: ['read', 'write'], friends: ['yes'], kind: ['text', 'film', 'episode'], conversation: [conversation] }
})

/** A message with a card, as a member of the conversation sees it. */
export type Told = { id: string; card?: { type: string; name: string }; text?: string }

export const eventually = async <T>(look: () => Promise<T>, good: (seen: T) => boolean): Promise<T> => {
  for (let tries = 0; ; tries++) {
    const seen = await look()
    if (good(seen)) return seen
    if (tries > 150) throw new Error(`It did not come: ${JSON.stringify(seen)}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

export const startWatchingStage = async () => {
  let secret = ''
  const stage = await startSiteStage({
    id: 'watching',
    place: 2,
    client: { isDevice: true },
    start: (env) => {
      secret = env['WATCHING_CLIENT_SECRET']!
      return startWatching(readConfig(env))
    }
  })
  const browser = await stage.openAt(stage.ana)
  const open = (path: string): Promise<Seen> => browser.open(`${stage.url}${path}`)
  let hook = ''
  return {
    ...stage,
    browser,
    open,
    /** The app's client secret. */
    secret,
    hook: () => `${hook}/jellyfin`,
    /** Looks up ana's address for media servers; she must be logged in. */
    findHook: async (): Promise<void> => {
      hook = /value="([^"]+)\/jellyfin"/.exec((await open('/settings')).body)![1]!
    },
    report: async (body: object): Promise<{ said: string }> => {
      const answer = await fetch(`${hook}/jellyfin`, { method: 'POST', body: JSON.stringify(body) })
      return (await answer.json()) as { said: string }
    },
    /** What is in ana's conversation with ben, as he sees it. */
    cards: async (): Promise<Told[]> => {
      const path = `/api/conversations/${stage.conversation}/events?limit=100`
      const { body } = await stage.ben.get<{ items: (Told & { message?: Told })[] }>(path)
      return body.items.map((event) => ({ ...event, ...event.message })).filter(({ card }) => card)
    },
    titlePath: async (name: string): Promise<string> => {
      const path = new RegExp(`href="(/titles/[\\w-]+)">${name}<`).exec((await open('/')).body)?.[1]
      if (!path) throw new Error(`${name} is not on the shelf`)
      return path
    }
  }
}
