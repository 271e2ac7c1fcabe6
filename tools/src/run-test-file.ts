// Runs one test file in its own process, with everything it starts, and ends all of it when it takes too long.
import { spawn } from 'node:child_process'
import { environmentWith } from './config.ts'
import { root } from './root.ts'
import { type Counts, noCounts, splitCounts } from './test-counts.ts'

export type FileResult = { path: string; good: boolean; text: string; counts: Counts; durationMs: number }

export type FileRun = { path: string; limitMs: number; env: Record<string, string>; signal: AbortSignal }

export const runTestFile = async ({ path, limitMs, env, signal }: FileRun): Promise<FileResult> => {
  const startedMs = performance.now()
  const { code, output, killed } = await ended(path, limitMs, env, signal)
  const { text, counts } = splitCounts(output)
  const durationMs = performance.now() - startedMs
  const result = (problem: string | undefined, more: Partial<Counts>): FileResult => ({
    path,
    good: problem === undefined && code === 0,
    text: [text, problem && `✖ ${path} ${problem}`].filter(Boolean).join('\n'),
    counts: { ...noCounts(), ...counts, ...more },
    durationMs
  })
  if (killed === 'limit') {
    return result(`was still running after ${limitMs / 1000} s and was killed; find what it waits for or leaves open`, {
      fail: 1
    })
  }
  if (killed === 'stopped') return result('was stopped', { cancelled: 1 })
  if (!counts) return result(`ended with exit code ${code} before its tests did`, { fail: 1 })
  if (counts.tests === 0) return result('holds no test', { fail: 1 })
  // A file can pass all its tests and still break, for example by an error after the last one.
  if (code !== 0 && counts.fail + counts.cancelled === 0) return result(`ended with exit code ${code}`, { fail: 1 })
  return result(undefined, {})
}

const outputWaitMs = 2_000

type Ended = { code: number; output: string; killed: 'limit' | 'stopped' | undefined }

const ended = (path: string, limitMs: number, env: Record<string, string>, signal: AbortSignal): Promise<Ended> =>
  new Promise((resolve, reject) => {
    // A group of its own, so that browsers and servers which the file started end with it.
    const child = spawn(process.execPath, ['--test-reporter=spec', path], {
      cwd: root,
      // A test that runs a file wants its words, not the report that Node's own runner takes from its children.
      env: { ...environmentWith(env), NODE_TEST_CONTEXT: undefined },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true
    })
    let output = ''
    let killed: Ended['killed']
    const keep = (chunk: string) => (output += chunk)
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    const kill = (why: Ended['killed']) => {
      killed = why
      if (child.pid !== undefined) killGroup(child.pid)
    }
    const timer = setTimeout(() => kill('limit'), limitMs)
    const onStop = () => kill('stopped')
    signal.addEventListener('abort', onStop, { once: true })
    child.on('error', reject)
    const finish = (code: number | null) => resolve({ code: code ?? 1, output, killed })
    child.on('exit', (code) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onStop)
      // What the file started ends with it. Something that left the group may hold the output open; the file's end is what counts.
      if (child.pid !== undefined) killGroup(child.pid)
      setTimeout(() => {
        finish(code)
        child.stdout.destroy()
        child.stderr.destroy()
      }, outputWaitMs).unref()
    })
    child.on('close', finish)
  })

const killGroup = (pid: number): void => {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // Nobody is left in the group.
  }
}
