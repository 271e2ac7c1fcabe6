// Reads the environment; the only file that does.
import { homedir } from 'node:os'
import { readSiteConfig, type SiteConfig } from '@parley/site'

type Env = Record<string, string | undefined>
/** The skill in Alexa's console, and the client at Parley by which people link their accounts. */
const readAlexa = (env: Env) => {
  const skillId = env['VOICE_ALEXA_SKILL_ID']
  if (!skillId) return undefined
  const clientSecret = env['VOICE_ALEXA_CLIENT_SECRET']
  if (!clientSecret) throw new Error('VOICE_ALEXA_CLIENT_SECRET is not set: register a client for Alexa at Parley')
  return { skillId, clientId: env['VOICE_ALEXA_CLIENT_ID'] ?? 'alexa', clientSecret }
}

export type Config = SiteConfig & { alexa: ReturnType<typeof readAlexa> }

/** Makes the configuration; throws an Error with one sentence when something is missing or wrong. */
export const readConfig = (env: Env = process.env): Config => ({
  ...readSiteConfig({ name: 'VOICE', folder: 'voice', place: 4 }, env),
  alexa: readAlexa(env)
})

/** Of the command line. folder: where the person's connection is kept, for this user of the machine only. */
export const readSpeakConfig = (env: Env = process.env): { platform: string; clientId: string; folder: string } => ({
  platform: env['PARLEY_URL'] ?? 'http://localhost:4000',
  clientId: env['VOICE_CLI_CLIENT_ID'] ?? 'voice-cli',
  folder: env['VOICE_HOME'] ?? `${homedir()}/.parley-voice`
})
