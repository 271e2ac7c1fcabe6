#!/usr/bin/env node
// The command line parley-voice: npm run voice -- "read my new messages".
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { playWav } from '@parley/connectors/speech/play-wav.ts'
import { speakWav } from '@parley/connectors/speech/speak-wav.ts'
import { commandLine } from '@parley/sdk/command-line.ts'
import { newId } from '@parley/site'
import { readSpeakConfig } from './config.ts'
import { converse } from './talk/converse.ts'
import type { State } from './talk/state.ts'
import type { Place } from './talk/turn.ts'

const usage = `Reads your messages in Parley aloud.

  npm run voice -- "read my new messages"     also: "who wrote", "reply I am coming", "delete that", "say more"

  --wav FILE   write the speech to a file instead of playing it
  --quiet      print only
  --log-out    give the permission back and forget the connection
`
const speechCharsMax = 8000
// Deleting is asked for at once: a command line has no button that asks for more later.
const ask = { actions: ['read', 'write', 'delete'], messages: 'any' } as const

const options = { wav: { type: 'string' }, quiet: { type: 'boolean' }, 'log-out': { type: 'boolean' } } as const
const { values: flags, positionals } = parseArgs({ options, allowPositionals: true })
const words = positionals.join(' ').trim()
const { session, logIn, logOut, values } = commandLine(readSpeakConfig())
const place: Place = {
  get: async () => (await values.get('place')) as State | undefined,
  set: (state) => values.set('place', state)
}
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const run = async (): Promise<void> => {
  if (flags['log-out']) {
    say((await logOut()) ? 'The permission was given back.' : 'Parley has the permission still: end it there.')
    await place.set(undefined)
    return say('Nothing is kept here.')
  }
  if (words === '') return void process.stdout.write(usage)
  const show = (started: { userCode: string; verificationUri: string }): void =>
    say(`Open ${started.verificationUri} and enter the code ${started.userCode}. Waiting…`)
  const person = (await session()) ?? (await logIn({ ask, show }))
  const said = await converse({ session: person, place, key: newId(), max: speechCharsMax }, words)
  for (const sentence of said.say) say(sentence)
  if (flags.quiet) return
  const wav = await speakWav(said.say)
  if (!wav) return say('(espeak-ng is not installed, so there is no sound.)')
  if (flags.wav !== undefined) writeFileSync(flags.wav, wav, { mode: 0o600 })
  else if (!(await playWav(wav))) say('(No loudspeaker was found: neither aplay nor paplay. Use --wav FILE.)')
}

try {
  await run()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
