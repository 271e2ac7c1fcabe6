// Where the partner apps' ports begin: 4100, so music is at 4101, unless PARLEY_APP_PORT_BASE says otherwise.

export const portBaseOf = (env: NodeJS.ProcessEnv): number => {
  const base = Number(env['PARLEY_APP_PORT_BASE'] || 4100)
  if (!Number.isInteger(base) || base < 1 || base > 65_000)
    throw new Error('PARLEY_APP_PORT_BASE must be a port number')
  return base
}
