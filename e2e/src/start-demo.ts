// Runs what `npm start` runs, with the demo people, in a folder of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from '@parley/world/test-platform.ts'
import { freePortBase } from '@parley/world/test-port-base.ts'
import { config } from './config.ts'

export type Demo = { parley: string; music: string; stop: () => Promise<void> }

/** Throws when it ends before it says that it is ready. */
export const startDemo = async (): Promise<Demo> => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-demo-'))
  // Where root starts it, PostgreSQL runs as a user of its own.
  await chmod(folder, 0o755)
  // The start page, four apps, two witnesses.
  const [port, portBase] = [await freePort(), await freePortBase([0, 1, 2, 3, 4, 21, 22])]
  const child = spawn(process.execPath, [join(config.root, 'world/src/start.ts')], {
    env: {
      PATH: config.path,
      PARLEY_DATA: folder,
      PARLEY_PORT: String(port),
      PARLEY_APP_PORT_BASE: String(portBase),
      PARLEY_LOG_LEVEL: 'error'
    },
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    await rm(folder, { recursive: true, force: true })
  }
  for await (const line of createInterface({ input: child.stdout }))
    if (line.startsWith('Sign in as'))
      return { parley: `http://localhost:${port}`, music: `http://localhost:${portBase + 1}`, stop }
  await stop()
  throw new Error('The demo ended before it was ready')
}
