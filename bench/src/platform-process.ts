// A platform as a process of its own on an embedded database in a temporary folder, and the CPU time that both use.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '@parley/world/test-platform.ts'

/** Seconds of CPU used since the start. */
export type CpuSeconds = { server: number; postgres: number }
export type PlatformProcess = {
  url: string
  dataDir: string
  pid: number
  cpu: () => Promise<CpuSeconds>
  stop: () => Promise<void>
}

const ticksPerSecond = 100
const startMs = 60_000

type Stat = { parent: number; seconds: number }

// proc(5): fields after the command's closing bracket; 14 to 17 are the times of the process and of its ended children.
const readStat = async (pid: number): Promise<Stat | undefined> => {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  if (text === '') return undefined
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const ticks = [11, 12, 13, 14].reduce((sum, n) => sum + Number(fields[n]), 0)
  return { parent: Number(fields[1]), seconds: ticks / ticksPerSecond }
}

/** The CPU time of a process and of all its children that run now. */
const cpuOfTree = async (root: number): Promise<number> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const stats = await Promise.all(pids.map(async (pid) => ({ pid, stat: await readStat(pid) })))
  return stats
    .filter(({ pid, stat }) => pid === root || stat?.parent === root)
    .reduce((sum, { stat }) => sum + (stat?.seconds ?? 0), 0)
}

/** The CPU time of one process, in seconds. */
export const cpuOf = async (pid: number): Promise<number> => (await readStat(pid))?.seconds ?? 0

/** Starts the platform without effective limits. Linux only, for the CPU times. */
export const startPlatformProcess = async (): Promise<PlatformProcess> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-bench-'))
  // The embedded server runs as another user when this runs as root, and must reach its folder.
  await chmod(dataDir, 0o755)
  const port = await freePort()
  const main = join(import.meta.dirname, '../../server/src/main.ts')
  const server = spawn(process.execPath, [main], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      NODE_NO_WARNINGS: '1',
      PARLEY_PORT: String(port),
      PARLEY_DATA: dataDir,
      PARLEY_LIMIT_FACTOR: '1000000',
      PARLEY_LOG_LEVEL: 'error'
    }
  })
  const url = `http://localhost:${port}`
  const isReady = () =>
    fetch(`${url}/readyz`).then(
      (answer) => answer.ok,
      () => false
    )
  for (let waitedMs = 0; !(await isReady()); waitedMs += 100) {
    if (waitedMs > startMs || server.exitCode !== null) throw new Error('The platform did not start')
    await sleep(100)
  }
  const postmaster = Number((await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0])
  const pid = server.pid!
  return {
    url,
    dataDir,
    pid,
    cpu: async () => ({
      server: await cpuOf(pid),
      postgres: await cpuOfTree(postmaster)
    }),
    stop: async () => {
      server.kill('SIGTERM')
      if (server.exitCode === null) await once(server, 'exit')
      await rm(dataDir, { recursive: true, force: true })
    }
  }
}
