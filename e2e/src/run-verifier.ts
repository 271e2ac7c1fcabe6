// Runs parley-verify as anybody does, as a process of its own.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { config } from './config.ts'

/** What it printed, and how it ended: 0 is valid. */
export const runVerifier = (...args: string[]): Promise<{ exit: number; said: string }> =>
  new Promise((resolve) => {
    const command = [join(config.root, 'verifier/src/main.ts'), ...args]
    const child = execFile(process.execPath, command, (_, stdout, stderr) =>
      resolve({ exit: child.exitCode ?? -1, said: stdout + stderr })
    )
  })
