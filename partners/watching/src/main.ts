// The app as a process.
import { runApp } from '@parley/site'
import { readConfig } from './config.ts'
import { startWatching } from './start.ts'

await runApp('Watching', () => startWatching(readConfig()))
