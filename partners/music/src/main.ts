// The app as a process: starts, says where it is, ends when asked.
import { readConfig } from './config.ts'
import { startMusic } from './start.ts'

try {
  const music = await startMusic(readConfig())
  console.log(`Music is ready at ${music.url}`)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      void music.close().then(() => process.exit(0))
    })
  }
} catch (error) {
  console.error(`Music did not start: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}
