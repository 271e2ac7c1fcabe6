// Which witnesses and mirrors this platform has, from its policy file (C2SP tlog-policy) and settings.
import { readFile } from 'node:fs/promises'
import { toHex } from '@parley/protocol/log/hex.ts'
import { parsePolicy, type Policy } from '@parley/protocol/log/policy.ts'
import {
  formatVerifierKey,
  parseVerifierKey,
  signatureTypes,
  type VerifierKey
} from '@parley/protocol/log/verifier-key.ts'
import type { Config } from '../base/config.ts'
import type { LogKeeper } from './log-keeper.ts'

export type Witness = {
  /** Name and key ID of its key: how its signatures are kept. */
  id: string
  /** What the policy calls it. */
  name: string
  key: VerifierKey
  /** Where it answers, without a slash at the end. */
  url: string
}

export type Mirror = { vkey: string; key: VerifierKey; url: string }

export type WitnessSet = {
  policy: Policy
  /** The policy as others may use it to check this log: its key is in it. */
  text: string
  witnesses: Witness[]
  mirrors: Mirror[]
  /** Nobody has to sign a checkpoint before it is given out. */
  needsNone: boolean
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, '')

const witnessesOf = (policy: Policy): Witness[] =>
  [...policy.witnesses].map(([name, { key, url }]) => {
    if (url === undefined || !/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
      throw new Error(`PARLEY_LOG_POLICY: the witness ${name} has no address at the end of its line`)
    return { id: `${key.name}+${toHex(key.id)}`, name, key, url: withoutSlash(url) }
  })

const mirrorOf = (given: string): Mirror => {
  const [, vkey = '', url = ''] = /^(.+?)@(https?:\/\/.+)$/.exec(given) ?? []
  const key = parseVerifierKey(vkey)
  if (key?.type !== signatureTypes.ed25519.byte || !URL.canParse(url))
    throw new Error(`PARLEY_LOG_MIRRORS is a list of <verifier key>@<address>, not ${given}`)
  return { vkey, key, url: withoutSlash(url) }
}

const readPolicy = async (path: string | undefined, { origin, vkey }: LogKeeper, url: string) => {
  const logLine = `log ${vkey} ${url}/log\n`
  if (path === undefined) return { text: `${logLine}quorum none\n`, policy: parsePolicy(`${logLine}quorum none\n`) }
  const given = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new Error(`PARLEY_LOG_POLICY: ${error instanceof Error ? error.message : String(error)}`)
  })
  try {
    const named = parsePolicy(given).logs
    if (named.length > 0 && !named.some(({ key }) => formatVerifierKey(key) === vkey))
      throw new Error(`it names other logs, and not this one: ${origin}, whose line would be\n${logLine}`)
    const text = named.length > 0 ? given : `${logLine}${given}`
    return { text, policy: parsePolicy(text) }
  } catch (error) {
    throw new Error(`PARLEY_LOG_POLICY (${path}): ${error instanceof Error ? error.message : String(error)}`, {
      cause: error
    })
  }
}

/** Throws with a sentence for the operator when the file or a setting cannot be used. */
export const readWitnessSet = async (
  { logPolicy, logMirrors, url }: Pick<Config, 'logPolicy' | 'logMirrors' | 'url'>,
  log: LogKeeper
): Promise<WitnessSet> => {
  const { text, policy } = await readPolicy(logPolicy, log, url)
  return {
    policy,
    text,
    witnesses: witnessesOf(policy),
    mirrors: logMirrors.map(mirrorOf),
    needsNone: policy.quorum === 'none'
  }
}
