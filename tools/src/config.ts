// What the tools take from the environment.

export const config = {
  /** Set by continuous integration: what may be missing at home may not be missing there. */
  isCi: process.env['CI'] === 'true',
  /** A cluster that is already running; without it the test runner starts one. */
  testDatabaseUrl: process.env['PARLEY_TEST_DATABASE_URL'] || undefined,
  /** The browser for browser tests; without it the usual names are looked for. */
  chromium: process.env['PARLEY_CHROMIUM'] || undefined,
  path: process.env['PATH'] ?? ''
}

/** The environment for a program that a tool starts. */
export const environmentWith = (more: Record<string, string>): NodeJS.ProcessEnv => ({ ...process.env, ...more })
