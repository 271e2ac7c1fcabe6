// The operator's acts (npm run operator -- ...), beside a running platform or without one; each leaves an entry in the log.
import { parseArgs } from 'node:util'
import { besidePlatform } from './beside-platform.ts'
import { findApp } from './grants/find-app.ts'
import { restoreApp } from './grants/restore-app.ts'
import { suspendApp } from './grants/suspend-app.ts'
import { logStatus } from './log/log-status.ts'
import { signOutByStaff } from './people/sign-out-by-staff.ts'
import type { Platform } from './platform.ts'

const usage = `What whoever runs Parley can do to apps and people. The reason stands in the log, where the app or the person can read it.

  npm run operator -- suspend <client id> --because "It sold what it read."
  npm run operator -- restore <client id> --because "Its owner has answered for it."
  npm run operator -- sign-out <handle> --because "The password was found in a leak."
  npm run operator -- log

  suspend   the app can neither act under a permission nor log anybody in; its permissions stay
  restore   it can again
  sign-out  ends all sessions of a person
  log       says how large the log is and what waits to be put into it
`

const appOf = async (platform: Platform, clientId: string): Promise<string> => {
  const app = await findApp(platform.sql, clientId)
  if (!app) throw new Error(`There is no app ${clientId}`)
  return app.id
}

type Act = (platform: Platform, whom: string, because: string) => Promise<string>
const acts: Record<string, Act> = {
  suspend: async (platform, whom, because) =>
    (await suspendApp(platform, await appOf(platform, whom), because))
      ? `${whom} is suspended.`
      : `${whom} was suspended already.`,
  restore: async (platform, whom, because) =>
    (await restoreApp(platform, await appOf(platform, whom), because))
      ? `${whom} is let in again.`
      : `${whom} was not suspended.`,
  'sign-out': async (platform, whom, because) =>
    `Sessions of ${whom} that ended: ${await signOutByStaff(platform, whom, because)}.`
}

const describeLog = async ({ sql, log }: Platform): Promise<string> => {
  const { origin, vkey, size, at, waiting, published } = await logStatus(sql, log)
  return [
    `log: ${origin}`,
    `key: ${vkey}`,
    `size: ${size}, at ${at}`,
    `waiting: ${waiting.entries}${waiting.since ? `, the oldest since ${waiting.since}` : ''}`,
    `published: ${published ? `size ${published.size}, at ${published.at}` : 'nothing yet'}`
  ].join('\n')
}

const run = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { because: { type: 'string' }, help: { type: 'boolean' } }
  })
  const [what = '', whom, ...more] = positionals
  const { because } = values
  const act = Object.hasOwn(acts, what) ? acts[what] : undefined
  const isAct = act !== undefined && whom !== undefined && because !== undefined
  const isLog = what === 'log' && whom === undefined
  if (values.help || more.length > 0 || (!isAct && !isLog)) {
    process.stdout.write(usage)
    process.exitCode = 2
    return
  }
  await besidePlatform(async (platform) => {
    process.stdout.write(`${isAct ? await act(platform, whom, because) : await describeLog(platform)}\n`)
  })
}

try {
  await run()
} catch (error) {
  const why = error instanceof Error ? error.message : String(error)
  process.stderr.write(`Not done: ${why}\n`)
  process.exitCode = 1
}
