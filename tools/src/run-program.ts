// Runs a program to its end and keeps what it printed.
import { spawn } from 'node:child_process'
import { root } from './root.ts'

export type Finished = { code: number; output: string }

/** Runs in the root of the repository; output holds both streams in the order in which they came. */
export const runProgram = (program: string, parameters: string[]): Promise<Finished> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (chunk: string) => (output += chunk)
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
