// Reads the command line.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { parsePolicy } from '@parley/protocol/log/policy.ts'
import { isKeyName, parseVerifierKey, signatureTypes } from '@parley/protocol/log/verifier-key.ts'
import { type WatchedLog, watchedLogs } from './watched-log.ts'

/** A command line that cannot be followed; the message says why. */
export class UsageError extends Error {}

export type Arguments = {
  data: string
  name: string
  logs: WatchedLog[]
  isMirror: boolean
  printsKeys: boolean
  host: string
  port: number
  pollMs: number
}

const text = { type: 'string' } as const

const parse = (args: string[]) => {
  try {
    return parseArgs({
      args,
      options: {
        data: text,
        name: text,
        log: { type: 'string', multiple: true },
        policy: text,
        mirror: { type: 'boolean', default: false },
        'print-keys': { type: 'boolean', default: false },
        host: text,
        port: text,
        poll: text,
        help: { type: 'boolean', short: 'h', default: false }
      }
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

const readLog = (given: string) => {
  const [, keyText = '', url] = /^(.+?)(?:@(https?:\/\/.+))?$/.exec(given) ?? []
  const key = parseVerifierKey(keyText)
  if (key?.type !== signatureTypes.ed25519.byte || (url !== undefined && !URL.canParse(url)))
    throw new UsageError(`--log takes an Ed25519 verifier key, @ and an address, not ${given}`)
  return { key, url }
}

const readPolicy = (path: string) => {
  try {
    return parsePolicy(readFileSync(path, 'utf8')).logs
  } catch (error) {
    throw new UsageError(`--policy: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const numberOf = (given: string | undefined, name: string, fallback: number, max: number): number => {
  const value = given === undefined ? fallback : Number(given)
  if (!Number.isFinite(value) || value < 0 || value > max)
    throw new UsageError(`${name} is a number from 0 to ${max}, not ${given ?? ''}`)
  return value
}

/** Undefined when help is asked for. Throws UsageError. */
export const readArguments = (args: string[]): Arguments | undefined => {
  const values = parse(args)
  if (values.help) return undefined
  const { data, name, mirror: isMirror, 'print-keys': printsKeys } = values
  if (data === undefined || data === '') throw new UsageError('--data is missing')
  if (name === undefined || !isKeyName(name))
    throw new UsageError('--name is a name without spaces and plus signs, like witness.example/w1')
  const logs = watchedLogs([
    ...(values.log ?? []).map(readLog),
    ...(values.policy === undefined ? [] : readPolicy(values.policy))
  ])
  if (logs.length === 0 && !printsKeys) throw new UsageError('give the logs with --log or --policy')
  if (isMirror && logs.some(({ url }) => url === undefined))
    throw new UsageError('a mirror needs the address of each log')
  return {
    data,
    name,
    logs,
    isMirror,
    printsKeys,
    host: values.host ?? 'localhost',
    port: numberOf(values.port, '--port', 4120, 65_535),
    pollMs: numberOf(values.poll, '--poll', 1, 3600) * 1000
  }
}
