// The app as a process.
import { runApp } from '@parley/site'
import { readConfig } from './config.ts'
import { startMusic } from './start.ts'

await runApp('Music', () => startMusic(readConfig()))
