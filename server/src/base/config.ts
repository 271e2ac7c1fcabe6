// The configuration, read once from the environment; nothing else reads it.
import { join, resolve } from 'node:path'

export type Config = {
  /** The platform's own URL and its OAuth issuer, without a slash at the end. */
  url: string
  host: string
  port: number
  /** Embedded database, secret and keys live here. */
  dataDir: string
  /** A PostgreSQL >= 15; without it the embedded one starts in dataDir. */
  databaseUrl: string | undefined
  /** Connections for people and login, and for partners' accesses. */
  poolSize: number
  partnerPoolSize: number
  /** Other keys are derived from it; made in dataDir when not given. */
  secret: string | undefined
  /** Multiplies every limit; above 1 only for load tests. */
  limitFactor: number
  /** Addresses of the reverse proxy whose X-Forwarded-For is believed; empty for none. */
  trustedProxies: string[]
  /** The built web client; served when it is there. */
  webDir: string
  /** A tlog-policy file that names the witnesses of the log and how many must sign; without it nobody has to. */
  logPolicy: string | undefined
  /** Who answers about tags: <verifier key>@<address>. */
  logMirrors: string[]
  logLevel: string
}

const wholeNumber = (env: NodeJS.ProcessEnv, name: string, fallback: number, min: number, max: number): number => {
  const text = env[name]
  if (text === undefined || text === '') return fallback
  const value = Number(text)
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new Error(`${name} must be a whole number from ${min} to ${max}, not "${text}"`)
  }
  return value
}

const publicUrl = (text: string): string => {
  const url = URL.parse(text)
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.pathname !== '/' || url.search || url.hash) {
    throw new Error(`PARLEY_URL must look like https://parley.example, not "${text}"`)
  }
  if (url.protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)) {
    throw new Error('PARLEY_URL must be https, except on localhost')
  }
  return url.origin
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

/** Throws with a sentence for the operator when a value cannot be used. */
export const readConfig = (env: NodeJS.ProcessEnv = process.env): Config => {
  const port = wholeNumber(env, 'PARLEY_PORT', 4000, 1, 65535)
  const logLevel = env['PARLEY_LOG_LEVEL'] ?? 'info'
  if (!logLevels.includes(logLevel)) throw new Error(`PARLEY_LOG_LEVEL must be one of ${logLevels.join(', ')}`)
  const secret = env['PARLEY_SECRET']
  if (secret !== undefined && secret.length < 32) throw new Error('PARLEY_SECRET must have 32 characters or more')
  return {
    url: publicUrl(env['PARLEY_URL'] ?? `http://localhost:${port}`),
    host: env['PARLEY_HOST'] ?? 'localhost',
    port,
    dataDir: resolve(env['PARLEY_DATA'] ?? 'data'),
    databaseUrl: env['DATABASE_URL'] || undefined,
    poolSize: wholeNumber(env, 'PARLEY_POOL', 12, 1, 500),
    partnerPoolSize: wholeNumber(env, 'PARLEY_PARTNER_POOL', 12, 1, 500),
    secret,
    limitFactor: wholeNumber(env, 'PARLEY_LIMIT_FACTOR', 1, 1, 1_000_000),
    trustedProxies: (env['PARLEY_TRUSTED_PROXIES'] ?? '').split(',').filter(Boolean),
    webDir: resolve(env['PARLEY_WEB'] ?? join(import.meta.dirname, '../../../web/dist')),
    logPolicy: env['PARLEY_LOG_POLICY'] || undefined,
    logMirrors: (env['PARLEY_LOG_MIRRORS'] ?? '').split(',').filter(Boolean),
    logLevel
  }
}
