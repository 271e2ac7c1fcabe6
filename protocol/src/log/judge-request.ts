// Check V20 for one access: the app signed the request for which it stands in the log.
import type { OwnerText, OwnerTextOf, SharedText } from './entry-texts.ts'
import type { Find } from './finding.ts'
import { toHex } from './hex.ts'
import { type Proof, readProof } from './read-proof.ts'
import { timeMs } from './scalars.ts'
import { sha256 } from './sha256.ts'
import { toUtf8 } from './utf8.ts'

type AccessShared = Extract<SharedText, { frame: 'access' }>
type ListShared = Extract<SharedText, { frame: 'list' }>

/** From the making of a proof to the access: how old and how far ahead a proof may be, and how long the access may take. */
const proofSecondsMax = 120

/** What the log says of apps. */
export type SigningApps = {
  /** Thumbprints of the keys that the log says an app uses, by the app's lid, each with the index of its first entry. */
  keys: Map<string, Map<string, number>>
  /** Whether an app may come without signing, from each of its registrations on that is here, by rising index. */
  mayBear: Map<string, { index: number; isBearer: boolean }[]>
}

/** What registrations and keys among these entries say; by rising index. */
export const signingAppsOf = (
  entries: Iterable<{ index: number; shared?: SharedText; owner?: OwnerText }>
): SigningApps => {
  const apps: SigningApps = { keys: new Map(), mayBear: new Map() }
  for (const { index, shared, owner } of entries) {
    if (shared?.frame === 'register' && owner?.frame === 'register')
      apps.mayBear.set(shared.app, [...(apps.mayBear.get(shared.app) ?? []), { index, isBearer: owner.bearer }])
    if (shared?.frame !== 'key' || owner?.frame !== 'key') continue
    const keys = apps.keys.get(shared.app) ?? new Map<string, number>()
    if (!keys.has(owner.jkt)) keys.set(owner.jkt, index)
    apps.keys.set(shared.app, keys)
  }
  return apps
}

export type LoggedRequest = {
  index: number
  shared: AccessShared | ListShared
  owner: OwnerTextOf<'access'> | OwnerTextOf<'list'>
  proof: string | undefined
  /** Of the log; its first part is the host at which apps ask. */
  origin: string
}

export type RequestVerdict = 'bearer' | 'unknown bearer' | 'missing' | 'unregistered'

/**
 * bearer: a plain token, which the app's registration allows; unknown bearer: no registration is here. missing: the signed request is not
 * here. unregistered: signed well, with a key of which no entry here speaks. Findings say what is wrong.
 */
export const judgeRequest = async (
  { index, shared, owner, proof: jwt, origin }: LoggedRequest,
  { keys, mayBear }: SigningApps,
  find: Find
): Promise<RequestVerdict | undefined> => {
  const wrong = (problem: string) => {
    find('V20', 'violation', problem, index)
    return undefined
  }
  if (owner.req === null) {
    const registration = mayBear.get(shared.app)?.findLast((one) => one.index < index)
    if (!registration) return 'unknown bearer'
    return registration.isBearer ? 'bearer' : wrong('The app must sign its requests, and this one is not signed.')
  }
  if (jwt === undefined) return 'missing'
  if (toHex(sha256(toUtf8(jwt))) !== owner.req) return wrong('The request here is not the one that was logged.')
  const proof = await readProof(jwt)
  if (!proof) return wrong('The request is not signed by the key that it names.')
  const problem = requestProblem(proof, origin, shared, owner)
  if (problem !== undefined) return wrong(problem)
  const known = keys.get(shared.app)
  if (!known) return 'unregistered'
  const since = known.get(proof.jkt)
  if (since === undefined) return wrong('The request is signed with a key that is not the app’s.')
  return since < index ? undefined : wrong('The key that signed the request was logged as the app’s only afterwards.')
}

const methods = { read: 'GET', list: 'GET', write: 'POST', delete: 'DELETE' } as const

const requestProblem = (
  { method, url, issuedSeconds, tokenHash }: Proof,
  origin: string,
  shared: AccessShared | ListShared,
  owner: OwnerTextOf<'access'> | OwnerTextOf<'list'>
): string | undefined => {
  if (method !== methods[shared.t]) return 'The app asked for something else than was done.'
  const { host = '', pathname = '' } = URL.parse(url) ?? {}
  if (host !== origin.split('/')[0]) return 'The app asked another platform.'
  if (!pathsOf(shared, owner).includes(pathname)) return 'The app asked for something else than was disclosed.'
  if (!/^[A-Za-z0-9_-]{43}$/.test(tokenHash)) return 'The request does not name the token it came with.'
  const atSeconds = (timeMs(shared.at) ?? 0) / 1000
  return Math.abs(atSeconds - issuedSeconds) > proofSecondsMax
    ? 'The app signed the request at quite another time.'
    : undefined
}

/** The addresses of partners that end in such an access. */
const pathsOf = (shared: AccessShared | ListShared, owner: OwnerTextOf<'access'> | OwnerTextOf<'list'>): string[] => {
  if (shared.frame === 'list') return owner.frame === 'list' ? [`/v1/${owner.what}`] : []
  const messages = `/v1/conversations/${shared.conv}/messages`
  if (shared.t === 'write') return [messages]
  const first = owner.frame === 'access' ? owner.items[0]?.message : undefined
  const one = owner.items.length === 1 && first !== undefined ? [`${messages}/${first}`] : []
  return shared.t === 'delete' ? one : [messages, '/v1/changes', ...one]
}
