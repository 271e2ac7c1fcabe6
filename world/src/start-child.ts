// A process of the demo: started, waited for, ended in order, and gone when this process dies, however it dies.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const readyMsMax = 15_000

export type Child = {
  /** What it said until it was ready, line by line. */
  said: string[]
  /** Asks it to end, and waits. */
  stop: () => Promise<void>
}

export type ChildOptions = {
  name: string
  script: string
  args?: string[]
  env: Record<string, string>
  /** The line that says that it is ready; its first one when not given. */
  isReady?: (line: string) => boolean
}

/** Throws when it ends before it is ready, or is not ready in time. */
export const startChild = async ({ name, script, args = [], env, isReady }: ChildOptions): Promise<Child> => {
  const child = spawn(process.execPath, [script, ...args], {
    env,
    // The channel closes when this process dies; the child then ends too and leaves its port.
    stdio: ['ignore', 'pipe', 'inherit', 'ipc']
  })
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  const said: string[] = []
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      said.push(line)
      if (isReady?.(line) ?? true) resolve()
    })
  })
  const failed = Promise.race([
    once(child, 'exit').then(() => `${name} ended before it was ready`),
    once(AbortSignal.timeout(readyMsMax), 'abort').then(() => `${name} was not ready in time`)
  ]).then(async (problem) => {
    throw new Error(problem)
  })
  // After it is ready its end is no news.
  failed.catch(() => {})
  try {
    await Promise.race([ready, failed])
  } catch (error) {
    await stop()
    throw error
  }
  return { said, stop }
}
