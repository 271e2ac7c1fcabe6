#!/usr/bin/env node
// The command parley-witness: follows logs, signs what it has seen, ends when asked.
import { formatVerifierKey } from '@parley/protocol/log/verifier-key.ts'
import { readArguments, UsageError } from './read-arguments.ts'
import { loadKeys, startWitness } from './start.ts'
import { usage } from './usage.ts'

// node:sqlite is marked as experimental by some versions of Node; whoever starts a witness can do nothing about it.
process.removeAllListeners('warning')
process.on('warning', (warning) => {
  if (warning.name !== 'ExperimentalWarning') console.error(warning)
})

const say = (line: string): void => void process.stderr.write(`parley-witness: ${line}\n`)

const run = async (): Promise<void> => {
  const options = readArguments(process.argv.slice(2))
  if (!options) {
    process.stdout.write(usage)
    return
  }
  const keys = options.printsKeys ? loadKeys(options) : undefined
  if (keys) {
    process.stdout.write(`${formatVerifierKey(keys.signer.key)}\n${formatVerifierKey(keys.mirrorSigner.key)}\n`)
    return
  }
  const running = await startWitness(options, say)
  const { signer, mirrorSigner } = running.keys
  process.stdout.write(`witness ${formatVerifierKey(signer.key)}\n`)
  if (options.isMirror) process.stdout.write(`mirror ${formatVerifierKey(mirrorSigner.key)}\n`)
  process.stdout.write(`listening at http://${options.host}:${running.port}\n`)
  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    void running.close().then(() => process.exit(0))
  }
  // Whoever started it with a channel may be killed; the witness then ends too and leaves its port.
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.once(event, stop)
}

try {
  await run()
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  if (error instanceof UsageError) process.stderr.write(`\n${usage}`)
  process.exit(error instanceof UsageError ? 2 : 1)
}
