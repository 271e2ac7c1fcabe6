// Reads the environment; the only file that does.

export type Config = {
  /** Parley's address. */
  parley: string
  clientId: string
  clientSecret: string
  /** This app's own address, as people and Parley reach it. */
  url: string
  port: number
  /** The folder of the app's own database. */
  dataDir: string
}

/** Makes the configuration; throws an Error with one sentence when something is missing or wrong. */
export const readConfig = (env: Record<string, string | undefined> = process.env): Config => {
  const clientSecret = env['MUSIC_CLIENT_SECRET']
  if (!clientSecret) {
    throw new Error('MUSIC_CLIENT_SECRET is not set: register the app at Parley and put the secret it shows there')
  }
  const base = Number(env['PARLEY_APP_PORT_BASE'] ?? 4100)
  if (!Number.isInteger(base) || base < 1 || base > 65_000) {
    throw new Error('PARLEY_APP_PORT_BASE must be a whole number between 1 and 65000')
  }
  const port = base + 1
  return {
    parley: env['PARLEY_URL'] ?? 'http://localhost:4000',
    clientId: env['MUSIC_CLIENT_ID'] ?? 'music',
    clientSecret,
    url: (env['MUSIC_URL'] ?? `http://localhost:${port}`).replace(/\/+$/, ''),
    port,
    dataDir: `${env['PARLEY_DATA'] ?? './data'}/music`
  }
}
