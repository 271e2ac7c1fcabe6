// npm run bench: the hot paths on this machine; `npm run bench -- read token evidence log send` for some of them.
import { makeBenchWorld } from './bench-world.ts'
import { benchEvidence } from './evidence.ts'
import { benchLog } from './log.ts'
import { benchLoginToken } from './login-token.ts'
import { benchPartnerRead } from './partner-read.ts'
import { startPlatformProcess } from './platform-process.ts'
import { benchSend, printRows } from './send.ts'

const parts = ['read', 'token', 'evidence', 'log', 'send']
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !parts.includes(name))
if (unknown.length > 0) {
  process.stderr.write(`There is no benchmark ${unknown.join(', ')}; take some of ${parts.join(', ')}\n`)
  process.exit(1)
}
const runs = (name: string): boolean => wanted.length === 0 || wanted.includes(name)

if (['read', 'token', 'evidence', 'log'].some(runs)) {
  const platform = await startPlatformProcess()
  try {
    const world = await makeBenchWorld(platform)
    if (runs('read')) printRows('Partner API', await benchPartnerRead(platform, world))
    if (runs('token')) printRows('Login', await benchLoginToken(platform, world))
    if (runs('evidence')) printRows('Evidence', await benchEvidence(platform, world))
    if (runs('log')) printRows('Log', await benchLog(platform, world))
    await world.platform.close()
  } finally {
    await platform.stop()
  }
}
if (runs('send')) printRows('Sending: 100 people over WebSocket, 100-byte messages', await benchSend())
