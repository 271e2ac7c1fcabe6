// What the demo world and the tests read from the environment.

/** Where the partner apps' ports begin: 4100, so music is at 4101, unless PARLEY_APP_PORT_BASE says otherwise. */
export const readPortBase = (env: NodeJS.ProcessEnv = process.env): number => {
  const base = Number(env['PARLEY_APP_PORT_BASE'] || 4100)
  if (!Number.isInteger(base) || base < 1 || base > 65_000)
    throw new Error('PARLEY_APP_PORT_BASE must be a port number')
  return base
}

/** The cluster in which each test file gets a database of its own; `npm test` starts it. */
export const readTestCluster = (env: NodeJS.ProcessEnv = process.env): string => {
  const url = env['PARLEY_TEST_DATABASE_URL']
  if (!url) throw new Error('Run tests with `npm test -- <path>`, which starts their database')
  return url
}
