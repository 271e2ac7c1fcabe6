#!/usr/bin/env node
// The command line parley-voice: npm run voice -- "read my new messages".
import { writeFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type ParleyApp, parleyApp, type Session } from '@parley/sdk'
import { folderPlaces, folderStore, openFolder } from './cli/folder-store.ts'
import { play } from './cli/play.ts'
import { readSpeakConfig } from './config.ts'
import { newId } from './random.ts'
import { speakWav } from './speech/speak-wav.ts'
import { converse } from './talk/converse.ts'

const usage = `Reads your messages in Parley aloud.

  npm run voice -- "read my new messages"     also: "who wrote", "reply I am coming", "delete that", "say more"

  --wav FILE   write the speech to a file instead of playing it
  --quiet      print only
  --log-out    give the permission back and forget the connection
`
const speechCharsMax = 8000

const options = { wav: { type: 'string' }, quiet: { type: 'boolean' }, 'log-out': { type: 'boolean' } } as const
const { values, positionals } = parseArgs({ options, allowPositionals: true })
const words = positionals.join(' ').trim()
const config = readSpeakConfig()
const folder = openFolder(config.folder)
const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** Shows a code that the person enters at Parley, in any browser, and waits until they have (RFC 8628). */
const connect = async (parley: ParleyApp): Promise<Session> => {
  // Deleting is asked for at once: a command line has no button that asks for more later.
  const ask = { actions: ['read', 'write', 'delete'], messages: 'any' } as const
  const { attempt, userCode, verificationUri, intervalMs } = await parley.login.startDevice({ ask })
  say(`Open ${verificationUri} and enter the code ${userCode}. Waiting…`)
  for (;;) {
    await setTimeout(intervalMs)
    const session = await parley.login.finishDevice({ attempt })
    if (!session) continue
    folder.write('person', session.id)
    return session
  }
}

const run = async (): Promise<void> => {
  const { clientId, parley: platform } = config
  const redirectUri = 'http://localhost/'
  const parley = parleyApp({ platform, clientId, redirectUri, store: folderStore(folder) })
  const known = folder.read('person')
  let session = typeof known === 'string' ? await parley.session(known) : undefined
  if (values['log-out']) {
    await session?.grant.giveBack().catch(() => undefined)
    await session?.forget()
    for (const name of ['person', 'place:me']) folder.write(name, undefined)
    return say('The permission was given back, and nothing is kept here.')
  }
  if (words === '') return void process.stdout.write(usage)
  if (!session || session.ended) session = await connect(parley)
  const talk = {
    session,
    places: folderPlaces(folder),
    who: 'me',
    me: session.person.id,
    key: newId(),
    max: speechCharsMax,
    onlyOwn: session.permission?.messages === 'own'
  }
  const said = await converse(talk, words)
  for (const sentence of said.say) say(sentence)
  if (values.quiet) return
  const wav = await speakWav(said.say)
  if (!wav) return say('(espeak-ng is not installed, so there is no sound.)')
  if (values.wav !== undefined) writeFileSync(values.wav, wav, { mode: 0o600 })
  else if (!(await play(wav))) say('(No loudspeaker was found: neither aplay nor paplay. Use --wav FILE.)')
}

try {
  await run()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
