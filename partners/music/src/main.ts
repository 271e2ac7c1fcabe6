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
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      void music.close().then(() => process.exit(0))
    })
  }
} catch (error) {
  console.error(`Music did not start: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}
