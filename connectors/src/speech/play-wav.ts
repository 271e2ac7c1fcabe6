// Plays a WAV through the machine's loudspeaker, where it has one.
import { spawn } from 'node:child_process'

const playWith = (program: string, args: string[], wav: Buffer): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'] })
    child.on('error', () => resolve(false))
    child.on('close', (code) => resolve(code === 0))
    child.stdin.on('error', () => undefined)
    child.stdin.end(wav)
  })

/** Whether aplay or paplay played it to the end. */
export const playWav = async (wav: Buffer): Promise<boolean> =>
  (await playWith('aplay', ['-q', '-'], wav)) || playWith('paplay', ['/dev/stdin'], wav)
