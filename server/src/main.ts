// The platform as a process: starts, says where it answers, and stops in order on a signal.
import { createApp } from './app.ts'
import { readConfig } from './base/config.ts'
import { openDatabase } from './open-database.ts'
import { closePlatform, openPlatform } from './platform.ts'

const run = async (): Promise<void> => {
  const config = readConfig()
  const database = await openDatabase(config)
  const platform = await openPlatform(config, database.url)
  const app = await createApp(platform)
  await app.listen({ host: config.host, port: config.port })
  process.stdout.write(`Parley answers at ${config.url}\n`)
  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    // Requests in flight end first, then their connections, then the database.
    await app.close()
    await closePlatform(platform)
    await database.close()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop())
  void database.ended.then(() => {
    process.stderr.write('Parley stops: its PostgreSQL has ended. Start it again; nothing that was answered is lost.\n')
    process.exit(1)
  })
}

try {
  await run()
} catch (error) {
  process.stderr.write(`Parley did not start: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
