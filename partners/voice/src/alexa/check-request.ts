// What must hold of a request before the skill believes that Alexa sent it, for this skill, just now.
import { verify } from 'node:crypto'
import type { RequestEnvelope } from 'ask-sdk-model'
import { chainUrl } from './chain-url.ts'
import { checkChain } from './check-chain.ts'
import type { FetchChain } from './fetch-chain.ts'

/** Why a request is not taken: the reason is for whoever runs the skill, and holds nothing of a message. */
export class NotAlexa extends Error {
  readonly status: number
  constructor(status: number, reason: string, cause?: unknown) {
    super(reason, { cause })
    this.status = status
  }
}

type Headers = Record<string, string | string[] | undefined>
export type Trust = { fetchChain: FetchChain; roots: readonly string[]; now: () => number }

/** Throws NotAlexa unless Signature-256 is Alexa's, over exactly these bytes. The older SHA-1 header counts for nothing. */
export const checkSignature = async (body: Buffer, headers: Headers, trust: Trust): Promise<void> => {
  const url = chainUrl(headers['signaturecertchainurl'])
  const signature = headers['signature-256']
  if (!url) throw new NotAlexa(400, 'SignatureCertChainUrl is not an address of Alexa')
  if (typeof signature !== 'string' || !/^[A-Za-z0-9+/]{40,2000}={0,2}$/.test(signature))
    throw new NotAlexa(400, 'Signature-256 is missing or no signature')
  try {
    const key = checkChain(await trust.fetchChain(url), trust.roots, trust.now())
    if (verify('sha256', body, key, Buffer.from(signature, 'base64'))) return
  } catch (error) {
    throw new NotAlexa(400, error instanceof Error ? error.message : 'The certificate chain cannot be read', error)
  }
  throw new NotAlexa(400, 'The signature is not of this body')
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce((inner, name) => (isObject(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined), value)
const isName = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value !== '' && value.length <= max

const toleranceMs = 150_000
// Alexa repeats skill events for an hour until they are answered.
const eventToleranceMs = 3_600_000
const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/

export const isEvent = (type: string): boolean => type.startsWith('AlexaSkillEvent.')

/** Reads a body whose signature holds. forgetAt: when its requestId need no longer be remembered. Throws NotAlexa. */
export const readEnvelope = (
  body: Buffer,
  skillId: string,
  nowMs: number
): { envelope: RequestEnvelope; id: string; forgetAt: number } => {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch (error) {
    throw new NotAlexa(400, 'The body is not JSON', error)
  }
  const [type, id, timestamp] = ['type', 'requestId', 'timestamp'].map((name) => at(json, 'request', name))
  if (!isName(type, 100) || !isName(id, 300)) throw new NotAlexa(400, 'The body is not a request of Alexa')
  if (at(json, 'context', 'System', 'application', 'applicationId') !== skillId)
    throw new NotAlexa(403, 'The request is for another skill')
  if (at(json, 'session') !== undefined && at(json, 'session', 'application', 'applicationId') !== skillId)
    throw new NotAlexa(403, 'The session is of another skill')
  if (!isName(at(json, 'context', 'System', 'user', 'userId'), 255)) throw new NotAlexa(400, 'There is no user')
  const sentMs = typeof timestamp === 'string' && isoTime.test(timestamp) ? Date.parse(timestamp) : Number.NaN
  const pastMs = isEvent(type) ? eventToleranceMs : toleranceMs
  // A time that cannot be read is NaN and fails both comparisons.
  if (!(sentMs >= nowMs - pastMs && sentMs <= nowMs + toleranceMs))
    throw new NotAlexa(400, 'The timestamp is missing, too old, or in the future')
  return { envelope: json as RequestEnvelope, id, forgetAt: sentMs + pastMs + toleranceMs }
}
