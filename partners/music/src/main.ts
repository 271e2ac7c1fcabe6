// The app as a process: starts, says where it is, ends when asked.
import { readConfig } from './config.ts'
import { startMusic } from './start.ts'

// The scripts for browsers lose their types by a function that Node calls experimental (start.ts). Tests cover what it does, and whoever
// starts the app can do nothing about it.
process.removeAllListeners('warning')
process.on('warning', (warning) => {
  if (warning.name !== 'ExperimentalWarning') console.error(warning)
})

try {
  const music = await startMusic(readConfig())
  console.log(`Music is ready at ${music.url}`)
  const stop = (): void => void music.close().then(() => process.exit(0))
  // Whoever started it with a channel may be killed; the app then ends too and leaves its port.
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.once(event, stop)
} catch (error) {
  console.error(`Music did not start: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}
