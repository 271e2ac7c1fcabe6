// Reads the environment; the only file that does.
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { rootCertificates } from 'node:tls'
import { readSiteConfig, type SiteConfig } from '@parley/site'

type Env = Record<string, string | undefined>
/** The skill in Alexa's console, and the client at Parley by which people link their accounts. roots: PEM, whom its signatures must go back to. */
export type AlexaConfig = { skillId: string; clientId: string; clientSecret: string; roots: readonly string[] }
export type Config = SiteConfig & { alexa?: AlexaConfig }

const readAlexa = (env: Env): AlexaConfig | undefined => {
  const skillId = env['VOICE_ALEXA_SKILL_ID']
  if (!skillId) return undefined
  const clientSecret = env['VOICE_ALEXA_CLIENT_SECRET']
  if (!clientSecret) throw new Error('VOICE_ALEXA_CLIENT_SECRET is not set: register a client for Alexa at Parley')
  const file = env['VOICE_ALEXA_ROOTS']
  const clientId = env['VOICE_ALEXA_CLIENT_ID'] ?? 'alexa'
  return { skillId, clientId, clientSecret, roots: file ? [readFileSync(file, 'utf8')] : rootCertificates }
}

/** Makes the configuration; throws an Error with one sentence when something is missing or wrong. */
export const readConfig = (env: Env = process.env): Config => {
  const alexa = readAlexa(env)
  return { ...readSiteConfig({ name: 'VOICE', folder: 'voice', place: 4 }, env), ...(alexa && { alexa }) }
}

/** Of the command line. folder: where the person's connection is kept, for this user of the machine only. */
export const readSpeakConfig = (env: Env = process.env): { parley: string; clientId: string; folder: string } => ({
  parley: env['PARLEY_URL'] ?? 'http://localhost:4000',
  clientId: env['VOICE_CLI_CLIENT_ID'] ?? 'voice-cli',
  folder: env['VOICE_HOME'] ?? `${homedir()}/.parley-voice`
})
