// An app as a process: starts, says where it is, ends when asked.

/** start is called at once; what it throws is said in one line, and the process ends with 1. */
export const runApp = async (
  name: string,
  start: () => Promise<{ url: string; close: () => Promise<void> }>
): Promise<void> => {
  // Node calls two things that a site stands on experimental. Tests cover what they do, and whoever starts the app can do nothing about it.
  process.removeAllListeners('warning')
  process.on('warning', (warning) => {
    if (warning.name !== 'ExperimentalWarning') console.error(warning)
  })
  try {
    const app = await start()
    console.log(`${name} is ready at ${app.url}`)
    const stop = (): void => void app.close().then(() => process.exit(0))
    // Whoever started it with a channel may be killed; the app then ends too and leaves its port.
    for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.once(event, stop)
  } catch (error) {
    console.error(`${name} did not start: ${error instanceof Error ? error.message : String(error)}`)
    process.exit(1)
  }
}
