// A witness as a process of its own for tests, which can be killed and started again on the same folder and port.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseVerifierKey, type VerifierKey } from '@parley/protocol/log/verifier-key.ts'

const main = join(import.meta.dirname, '../../witness/src/main.ts')

export type WitnessProcess = {
  url: string
  vkey: string
  key: VerifierKey
  mirrorVkey: string
  folder: string
  said: string[]
  /** kill -9, and waits for the end. */
  kill: () => Promise<void>
  restart: () => Promise<void>
  close: () => Promise<void>
}

type Started = { child: ChildProcess; port: number; vkey: string; mirrorVkey: string }

/** Throws with its words when it ends before it listens. */
const start = async (args: string[], said: string[]): Promise<Started> => {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: {} })
  let [vkey, mirrorVkey] = ['', '']
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line))
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line)
      if (line.startsWith('witness ')) vkey = line.slice(8)
      if (line.startsWith('mirror ')) mirrorVkey = line.slice(7)
      const [, digits] = /^listening at .*:([0-9]+)$/.exec(line) ?? []
      if (digits !== undefined) resolve(Number(digits))
    })
    child.once('close', () => reject(new Error(said.join('\n'))))
  })
  return { child, port, vkey, mirrorVkey }
}

/** logs: as for --log. folder: kept when given, else removed at the end. */
export const startWitnessProcess = async (
  logs: string[],
  { name = 'witness.example/w1', more = [], folder }: { name?: string; more?: string[]; folder?: string } = {}
): Promise<WitnessProcess> => {
  const data = folder ?? (await mkdtemp(join(tmpdir(), 'parley-witness-')))
  const said: string[] = []
  const args = ['--data', data, '--name', name, ...logs.flatMap((log) => ['--log', log]), ...more]
  let running = await start([...args, '--port', '0'], said)
  const kill = async () => {
    if (running.child.exitCode !== null || running.child.signalCode !== null) return
    running.child.kill('SIGKILL')
    await once(running.child, 'close')
  }
  const { port, vkey, mirrorVkey } = running
  return {
    url: `http://localhost:${port}`,
    vkey,
    key: parseVerifierKey(vkey)!,
    mirrorVkey,
    folder: data,
    said,
    kill,
    restart: async () => {
      running = await start([...args, '--port', String(port)], said)
    },
    close: async () => {
      await kill()
      if (folder === undefined) await rm(data, { recursive: true, force: true })
    }
  }
}
