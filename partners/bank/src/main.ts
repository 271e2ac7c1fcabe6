// The app as a process: starts, says where it is, ends when asked.
import { runApp } from '@parley/site'
import { readConfig } from './config.ts'
import { startBank } from './start.ts'

await runApp('Harbour Bank', async () => startBank(readConfig()))
