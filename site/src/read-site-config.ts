// Makes a site's configuration from the environment that the app's own config.ts passes.

export type SiteConfig = {
  /** Parley's address. */
  parley: string
  clientId: string
  /** One of the two: how the app proves to Parley that it is the app. */
  clientSecret?: string
  clientKey?: JsonWebKey
  /** The app's own address, as people and Parley reach it. */
  url: string
  port: number
  /** The folder of the app's own database. */
  dataDir: string
}

type Env = Record<string, string | undefined>

const readKey = (name: string, text: string): JsonWebKey => {
  let key: unknown
  try {
    key = JSON.parse(text)
  } catch {
    key = undefined
  }
  if (typeof key !== 'object' || key === null || !('kty' in key) || !('d' in key)) {
    throw new Error(`${name} must be a private key as a JWK, which is JSON`)
  }
  return key as JsonWebKey
}

const readProof = (name: string, env: Env): { clientSecret: string } | { clientKey: JsonWebKey } => {
  const key = env[`${name}_CLIENT_KEY`]
  if (key) return { clientKey: readKey(`${name}_CLIENT_KEY`, key) }
  const clientSecret = env[`${name}_CLIENT_SECRET`]
  if (clientSecret) return { clientSecret }
  throw new Error(`${name}_CLIENT_SECRET is not set: register the app at Parley and put the secret it shows there`)
}

/**
 * name: what the app's settings begin with (MUSIC). folder: under the data folder, and the client id unless the environment has one.
 * place: the port is PARLEY_APP_PORT_BASE plus it. Throws an Error with one sentence when something is missing or wrong.
 */
export const readSiteConfig = (
  { name, folder, place }: { name: string; folder: string; place: number },
  env: Env
): SiteConfig => {
  const proof = readProof(name, env)
  const base = Number(env['PARLEY_APP_PORT_BASE'] ?? 4100)
  if (!Number.isInteger(base) || base < 1 || base > 65_000) {
    throw new Error('PARLEY_APP_PORT_BASE must be a whole number between 1 and 65000')
  }
  const port = base + place
  return {
    parley: env['PARLEY_URL'] ?? 'http://localhost:4000',
    clientId: env[`${name}_CLIENT_ID`] ?? folder,
    ...proof,
    url: (env[`${name}_URL`] ?? `http://localhost:${port}`).replace(/\/+$/, ''),
    port,
    dataDir: `${env['PARLEY_DATA'] ?? './data'}/${folder}`
  }
}
