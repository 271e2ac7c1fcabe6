// The app as a process.
import { runApp } from '@parley/site'
import { readConfig } from './config.ts'
import { startVoice } from './start.ts'

await runApp('Voice', async () => startVoice(readConfig()))
