// Reads the command line, and from it whom the caller trusts.
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Json, parseStrictJson } from '@parley/protocol/log/strict-json.ts'
import { parsePolicy, type Policy } from '@parley/protocol/log/policy.ts'
import { parseVerifierKey, type VerifierKey } from '@parley/protocol/log/verifier-key.ts'
import { nowMs } from './clock.ts'
import type { BundleTrust, KeptReceipt } from './evidence/context.ts'
import { checkMlDsa44 } from './check-ml-dsa-44.ts'

/** A command line that cannot be followed; the message says why. */
export class UsageError extends Error {}

const text = { type: 'string' } as const
const texts = { type: 'string', multiple: true } as const
const flag = { type: 'boolean' } as const

export const readArguments = (args: string[]) => {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        policy: text,
        'log-key': texts,
        witness: texts,
        witnesses: text,
        mirror: texts,
        'receipt-key': texts,
        lid: text,
        log: text,
        receipts: text,
        from: text,
        fresh: text,
        now: text,
        checkpoint: text,
        older: text,
        newer: text,
        proof: text,
        entry: text,
        'leaf-hash': text,
        index: text,
        foreign: flag,
        json: flag,
        help: { type: 'boolean', short: 'h' }
      }
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

export type Arguments = ReturnType<typeof readArguments>['values']

/** The whole text of a file. Throws UsageError when it cannot be read. */
export const readText = async (path: string | undefined, name: string): Promise<string> =>
  (await readBytes(path, name)).toString('utf8')

export const readBytes = async (path: string | undefined, name: string): Promise<Buffer> => {
  if (path === undefined) throw new UsageError(`${name} is missing`)
  return readFile(path).catch((error: unknown) => {
    throw new UsageError(`${name}: ${error instanceof Error ? error.message : String(error)}`)
  })
}

/** A whole number from 0 on, or undefined when the option is not there. */
export const readCount = (value: string | undefined, name: string): number | undefined => {
  if (value === undefined) return undefined
  if (!/^[0-9]{1,15}$/.test(value)) throw new UsageError(`${name} is a whole number`)
  return Number(value)
}

const keyOf = (value: string): VerifierKey => {
  const key = parseVerifierKey(value.trim())
  if (!key) throw new UsageError(`${value} is not a verifier key`)
  return key
}

const policyOf = async (values: Arguments): Promise<Policy> => {
  if (values.policy !== undefined) return parsePolicy(await readText(values.policy, '--policy'))
  const witnesses = new Map((values.witness ?? []).map((value, at) => [`w${at + 1}`, { key: keyOf(value) }]))
  const threshold = readCount(values.witnesses, '--witnesses') ?? witnesses.size
  if (threshold > witnesses.size) throw new UsageError('--witnesses asks for more than there are')
  return {
    logs: (values['log-key'] ?? []).map((value) => ({ key: keyOf(value) })),
    witnesses,
    groups: new Map([['all', { threshold, members: [...witnesses.keys()] }]]),
    quorum: threshold === 0 ? 'none' : 'all'
  }
}

/** A note, or what an app keeps of an answer; more fields than these do not matter. */
const readReceipt = (one: Json): KeptReceipt => {
  if (typeof one === 'string') return one
  const part = (name: string): string => {
    const value = one !== null && typeof one === 'object' && !Array.isArray(one) ? one[name] : undefined
    if (typeof value !== 'string') throw new UsageError('--receipts is a JSON list of receipts')
    return value
  }
  return {
    note: part('note'),
    shared: part('shared'),
    saltS: part('saltS'),
    owner: part('owner'),
    saltO: part('saltO')
  }
}

const receiptsOf = async (path: string | undefined): Promise<KeptReceipt[]> => {
  if (path === undefined) return []
  const list = parseStrictJson(await readText(path, '--receipts'), { charactersMax: 100_000_000, depthMax: 4 })
  if (!Array.isArray(list)) throw new UsageError('--receipts is a JSON list of receipts')
  return list.map(readReceipt)
}

/** Throws UsageError, PolicyError or JsonError. */
export const readTrust = async (values: Arguments): Promise<BundleTrust> => {
  const time = values.now === undefined ? nowMs() : Date.parse(values.now)
  if (Number.isNaN(time)) throw new UsageError('--now is not a time')
  const fresh = readCount(values.fresh, '--fresh')
  return {
    policy: await policyOf(values),
    nowMs: time,
    ...(fresh !== undefined && { freshSeconds: fresh }),
    ...(checkMlDsa44 && { checkMlDsa44 }),
    mirrors: (values.mirror ?? []).map(keyOf),
    receiptKeys: (values['receipt-key'] ?? []).map(keyOf),
    ...(values.lid !== undefined && { lid: values.lid.toLowerCase() }),
    receipts: await receiptsOf(values.receipts)
  }
}
