// Starts the app: its page, its speech, and the skill where one is configured.
import type { DatabaseSync } from 'node:sqlite'
import { parleyApp } from '@parley/sdk'
import { html, openSite } from '@parley/site'
import { alexaAsk } from './alexa/alexa-ask.ts'
import { authorizeRoute } from './alexa/authorize-route.ts'
import { chainFetcher, type FetchChain } from './alexa/fetch-chain.ts'
import { skillRoutes } from './alexa/skill-routes.ts'
import { nowMs } from './clock.ts'
import type { Config } from './config.ts'
import { landing } from './page/landing.ts'
import { talkRoutes } from './page/talk-routes.ts'
import { schema } from './schema.ts'
import { spokenStore } from './speech/spoken.ts'
import { placesInStore } from './talk/places-in-store.ts'

const mayNotDelete: [string, string] = [
  'Voice may not delete messages',
  'To delete from here, allow Voice to delete your messages, besides reading and writing. That holds for what you write from then on; this message you can delete in Parley.'
]

const wantsDelete = (db: DatabaseSync, person: string): boolean =>
  db.prepare('select 1 from wants_delete where person = ?').get(person) !== undefined

export type Voice = { url: string; close: () => Promise<void> }

const brand = html`<svg viewBox="0 0 32 32" aria-hidden="true">
  ${[10, 16, 26, 18, 8].map((height, i) => html`<rect x="${2 + i * 6}" y="${16 - height / 2}" width="4" height="${height}" fill="currentColor" />`)}
</svg>`

/** fetchChain: how Alexa's certificates are got; by https, if left out. Throws when the port or the folder cannot be used. */
export const startVoice = async (config: Config, fetchChain: FetchChain = chainFetcher()): Promise<Voice> => {
  const site = await openSite({
    name: 'Voice',
    config,
    schema,
    // Deleting is asked for when somebody has said "delete that", and not before.
    ask: (db, person) => ({
      actions: person && wantsDelete(db, person.id) ? ['read', 'write', 'delete'] : ['read', 'write'],
      messages: 'any'
    }),
    needs:
      'To have messages read aloud, tick read messages and your conversations, and choose any message, also what my friends write to me. To reply, tick write messages, too.',
    rights: {
      read: { name: 'Read aloud', what: 'what friends write from now on' },
      write: { name: 'Reply', what: 'with the words you say' },
      delete: { name: 'Delete', what: 'what you wrote, when you say so and then say yes', lacks: mayNotDelete }
    },
    places: [['/', 'Talk']],
    brand,
    assets: new URL('../public/', import.meta.url),
    scripts: [new URL('client/speak.ts', import.meta.url)],
    landing,
    openPaths: ['/alexa']
  })
  const { db } = site
  const places = placesInStore(db)
  const spoken = spokenStore()
  talkRoutes(site, {
    places,
    spoken,
    wantDelete: (person) => void db.prepare('insert or ignore into wants_delete (person) values (?)').run(person)
  })
  if (config.alexa) {
    const { skillId, roots, ...client } = config.alexa
    const at = parleyApp({ ...client, platform: config.parley, redirectUri: `${config.url}/`, store: site.parleyStore })
    const parts = { db, places, sessionOf: at.withToken, giveBack: at.giveBack }
    skillRoutes(site.app, skillId, { fetchChain, roots, now: nowMs }, parts)
    authorizeRoute(site.app, config.parley, alexaAsk)
  }
  await site.listen()
  return {
    url: config.url,
    close: async () => {
      spoken.close()
      await site.close()
    }
  }
}
