// Starts the app: its page, its speech, and the skill where one is configured.
import { rootCertificates } from 'node:tls'
import type { Trust } from '@parley/connectors/alexa/check-signature.ts'
import { chainFetcher } from '@parley/connectors/alexa/fetch-chain.ts'
import { parleyApp } from '@parley/sdk'
import { html, nowMs, openSite } from '@parley/site'
import { skillRoutes } from './alexa/skill-routes.ts'
import type { Config } from './config.ts'
import { landing } from './page/landing.ts'
import { talkRoutes } from './page/talk-routes.ts'
import { schema } from './schema.ts'

const needs =
  'To have messages read aloud, tick read messages and your conversations, and choose any message, also what my friends write to me. To reply, tick write messages, too.'
const mayNotDelete: [string, string] = [
  'Voice may not delete messages',
  'To delete from here, allow Voice to delete your messages, besides reading and writing. That holds for what you write from then on; this message you can delete in Parley.'
]

const brand = html`<svg viewBox="0 0 32 32" aria-hidden="true">
  ${[10, 16, 26, 18, 8].map((height, i) => html`<rect x="${2 + i * 6}" y="${16 - height / 2}" width="4" height="${height}" fill="currentColor" />`)}
</svg>`

/** trust: whose signatures count as Alexa's; those that go back to a root that Node trusts, if left out. Throws when the port or the folder cannot be used. */
export const startVoice = async (
  config: Config,
  trust: Trust = { fetchChain: chainFetcher(fetch, nowMs), roots: rootCertificates, now: nowMs }
): Promise<{ url: string; close: () => Promise<void> }> => {
  const site = await openSite({
    name: 'Voice',
    config,
    schema,
    // Deleting is asked for when somebody has said "delete that", and not before.
    ask: (db, person) => {
      const wantsDelete = person && db.prepare('select 1 from wants_delete where person = ?').get(person.id)
      return { actions: wantsDelete ? ['read', 'write', 'delete'] : ['read', 'write'], messages: 'any' }
    },
    needs,
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
  talkRoutes(site)
  if (config.alexa) {
    const { skillId, ...client } = config.alexa
    const parley = parleyApp({ ...client, platform: config.parley, store: site.parleyStore })
    skillRoutes(site.app, skillId, trust, { db: site.db, parley })
  }
  await site.listen()
  return { url: config.url, close: site.close }
}
