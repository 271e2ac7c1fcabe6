// Sentences as sound: a WAV made by espeak-ng on this machine, or nothing where it is not installed.
import { spawn } from 'node:child_process'
import { toSsml } from './ssml.ts'

const charsMax = 8000
const bytesMax = 64 * 1024 * 1024
const limitMs = 20_000
// What the machine can do at once; somebody who waits behind more than so many others would wait too long.
const speakersMax = 2
const waitingMax = 20

let speakers = 0
const waiting: (() => void)[] = []

// Written to a pipe, the header cannot know the length; players want it (RIFF: bytes 4 and 40).
const withLength = (wav: Buffer): Buffer => {
  wav.writeUInt32LE(wav.length - 8, 4)
  wav.writeUInt32LE(wav.length - 44, 40)
  return wav
}

const speak = async (ssml: string, program: string): Promise<Buffer | undefined> => {
  const child = spawn(program, ['-m', '-b', '1', '-v', 'en', '--stdin', '--stdout'], {
    stdio: ['pipe', 'pipe', 'ignore']
  })
  const limit = setTimeout(() => child.kill(), limitMs)
  const chunks: Buffer[] = []
  let bytes = 0
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > bytesMax) child.kill()
    else chunks.push(chunk)
  })
  // It may end before it has read everything; what it says then is in its exit code.
  child.stdin.on('error', () => undefined)
  child.stdin.end(ssml)
  const code = await new Promise<number | undefined>((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? resolve(undefined) : reject(error)))
    child.on('close', (exit) => resolve(exit ?? 1))
  }).finally(() => clearTimeout(limit))
  if (code === undefined) return undefined
  const wav = Buffer.concat(chunks)
  if (code !== 0 || wav.length <= 44) throw new Error(`espeak-ng ended with ${code} and ${wav.length} bytes`)
  return withLength(wav)
}

/**
 * Mono, 16 bits, 22,050 Hz. Undefined when there is nothing to say (no call is made then), no espeak-ng, or too many others to be heard
 * first. The text goes in by stdin and no shell is involved. Throws when it is too long, or espeak-ng fails.
 */
export const speakWav = async (sentences: readonly string[], program = 'espeak-ng'): Promise<Buffer | undefined> => {
  if (sentences.every((sentence) => sentence.trim() === '')) return undefined
  const ssml = toSsml(sentences)
  if (ssml.length > charsMax) throw new Error('This is too long to be read aloud at once')
  if (waiting.length >= waitingMax) return undefined
  if (speakers >= speakersMax) await new Promise<void>((resolve) => waiting.push(resolve))
  else speakers++
  try {
    return await speak(ssml, program)
  } finally {
    // Whoever waits takes over the place; it stays counted.
    const next = waiting.shift()
    if (next) next()
    else speakers--
  }
}
