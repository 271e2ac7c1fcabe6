// The demo's witnesses: two processes with folders of their own, one of them also a mirror, and the policy that names them.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '@parley/server/base/config.ts'
import type { Platform } from '@parley/server/platform.ts'
import { type Child, startChild } from './start-child.ts'

const script = join(import.meta.dirname, '../../witness/src/main.ts')

type DemoWitness = { id: string; place: number; title: string; isMirror: boolean }

/** place: the port is the base plus it. */
export const demoWitnesses: DemoWitness[] = [
  { id: 'w1', place: 21, title: 'Witness 1', isMirror: true },
  { id: 'w2', place: 22, title: 'Witness 2', isMirror: false }
]

export const witnessUrl = ({ place }: DemoWitness, portBase: number): string => `http://localhost:${portBase + place}`

const run = (platform: Platform, witness: DemoWitness, portBase: number): Promise<Child> =>
  startChild({
    name: witness.title,
    script,
    args: [
      '--data',
      join(platform.config.dataDir, `witness-${witness.id}`),
      '--name',
      // It is part of the key, so it must stay when ports change.
      `demo.parley.example/${witness.id}`,
      '--log',
      `${platform.log.vkey}@${platform.config.url}/log`,
      '--port',
      String(portBase + witness.place),
      ...(witness.isMirror ? ['--mirror'] : [])
    ],
    env: {},
    isReady: (line) => line.startsWith('listening at ')
  })

const keyOf = (child: Child, word: string): string | undefined =>
  child.said.find((line) => line.startsWith(`${word} `))?.slice(word.length + 1)

// One of two: a witness that is stopped must not keep the log from being given out.
const policyOf = (platform: Platform, lines: string[]): string =>
  [
    '# Who must sign a checkpoint of this log (https://c2sp.org/tlog-policy). Written at each start of the demo.',
    `log ${platform.log.vkey} ${platform.config.url}/log`,
    ...lines,
    `group one any ${demoWitnesses.map(({ id }) => id).join(' ')}`,
    'quorum one',
    ''
  ].join('\n')

export type DemoWitnesses = { config: Pick<Config, 'logPolicy' | 'logMirrors'>; stop: () => Promise<void> }

/** Call before the application is made: it asks the witnesses what they have seen. stop ends both and waits. */
export const startDemoWitnesses = async (platform: Platform, portBase: number): Promise<DemoWitnesses> => {
  const started = await Promise.allSettled(demoWitnesses.map((witness) => run(platform, witness, portBase)))
  const children = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const stop = async (): Promise<void> => {
    await Promise.all(children.map((child) => child.stop()))
  }
  try {
    const failed = started.find((one) => one.status === 'rejected')
    if (failed) throw failed.reason
    const lines = children.map((child, at) => {
      const witness = demoWitnesses[at]!
      return `witness ${witness.id} ${keyOf(child, 'witness')} ${witnessUrl(witness, portBase)}`
    })
    const logPolicy = join(platform.config.dataDir, 'log-policy')
    await writeFile(logPolicy, policyOf(platform, lines))
    const logMirrors = children.flatMap((child, at) => {
      const key = keyOf(child, 'mirror')
      return key === undefined ? [] : [`${key}@${witnessUrl(demoWitnesses[at]!, portBase)}`]
    })
    return { config: { logPolicy, logMirrors }, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
