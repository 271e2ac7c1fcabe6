// Finds the entries that evidence needs besides its sequences: what the log says of apps, of their keys, and of passkeys that signed.
import { calculateJwkThumbprint, type JWK } from 'jose'
import { parsePasskeySignature } from '@parley/protocol/log/passkey-signature.ts'
import type { Tx } from '../base/sql.ts'
import { type EvidencePlan, membersOf } from './evidence-plan.ts'

type Index = { idx: number }

/** The thumbprints of the keys that signed requests, from the first part of their proofs, which is the same for all of one key. */
export const thumbprintOf = async (header: string): Promise<string | undefined> => {
  try {
    const { jwk } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { jwk: JWK }
    return await calculateJwkThumbprint(jwk)
  } catch {
    return undefined
  }
}

// own: an access or a permission of the reader's own is among the entries.
const appsIn = (tx: Tx, plan: EvidencePlan) => tx<{ app: string; own: boolean; header: string | null }[]>`
  with ${membersOf(tx, plan)}
  select distinct e.app_id as app, w.own, case when w.own then split_part(e.proof, '.', 1) end as header
  from member m join log.leaf l on l.idx = m.idx join log.entry e on e.id = l.entry_id
  cross join lateral (select ${personOf(plan)}::uuid is null or e.person_id is not distinct from ${personOf(plan)}::uuid as own) w
  where e.app_id is not null`

const personOf = ({ reader }: EvidencePlan): string | null => ('person' in reader ? reader.person : null)

// Of keys only those that signed something here, and whether it was suspended only for whom it acted: the rest is none of this reader's
// business. What an app is called is told to everybody whose messages it read.
const aboutApps = async (tx: Tx, plan: EvidencePlan): Promise<number[]> => {
  const rows = await appsIn(tx, plan)
  const keys = await Promise.all(
    rows.map(async ({ app, header }) => ({ app, jkt: header === null ? undefined : await thumbprintOf(header) }))
  )
  const used = keys.filter((key): key is { app: string; jkt: string } => key.jkt !== undefined)
  const own = rows.filter((row) => row.own)
  const found = await tx<Index[]>`
    select l.idx from log.entry e join log.leaf l on l.entry_id = e.id
    where e.person_id is null and ((e.app_id = any(${rows.map(({ app }) => app)}::uuid[]) and e.kind = 'register')
      or (e.app_id = any(${own.map(({ app }) => app)}::uuid[]) and e.kind in ('suspend', 'restore')))
    union
    select l.idx from unnest(${used.map(({ app }) => app)}::uuid[], ${used.map(({ jkt }) => jkt)}::text[]) as u (app, jkt)
    join access.app_key k on k.app_id = u.app and k.jkt = u.jkt
    join log.entry e on e.event_id = k.event_id join log.leaf l on l.entry_id = e.id`
  return found.map(({ idx }) => idx)
}

/** Where a passkey signed a permission: the entries that say whose it is, and when it was removed. */
const aboutPasskeys = async (tx: Tx, plan: EvidencePlan): Promise<number[]> => {
  const signed = await tx<{ person: string; signature: string }[]>`
    select g.person_id as person, c.signature from grants.consent c join grants.grant g on g.id = c.grant_id
    where c.grant_id = any(${plan.asked.map(({ id }) => id)}::uuid[]) and c.signature is not null`
  const used = signed.map(({ person, signature }) => ({
    person,
    credential: parsePasskeySignature(signature)?.credential ?? ''
  }))
  if (used.length === 0) return []
  const found = await tx<Index[]>`
    select l.idx from unnest(${used.map(({ person }) => person)}::uuid[], ${used.map(({ credential }) => credential)}::text[]) as u (person, credential)
    join log.entry e on e.person_id = u.person and e.kind = 'passkey' and e.owner::json ->> 'credential' = u.credential
    join log.leaf l on l.entry_id = e.id`
  return found.map(({ idx }) => idx)
}

// With what was undone. Of one's own conversations, and so in one's own sequence.
const aboutWithholding = async (tx: Tx, plan: EvidencePlan, person: string): Promise<number[]> => {
  const found = await tx<Index[]>`
    select p.idx from log.place p join log.leaf l on l.idx = p.idx join log.entry e on e.id = l.entry_id
    where p.party_id = ${person} and e.kind in ('withhold', 'allow', 'close', 'reopen', 'undo') and (e.app_id is null or e.app_id in (
      select g.app_id from grants.grant g where g.id = any(${plan.asked.map(({ id }) => id)}::uuid[])))`
  return found.map(({ idx }) => idx)
}

/** Indexes in the plan's tree, rising, each once. withheldFor: with what was withheld, for evidence in which this person's sequence is not. */
export const findMore = async (
  tx: Tx,
  plan: EvidencePlan,
  { withheldFor }: { withheldFor?: string }
): Promise<number[]> => {
  const found = [
    ...(await aboutApps(tx, plan)),
    ...(await aboutPasskeys(tx, plan)),
    ...(withheldFor === undefined ? [] : await aboutWithholding(tx, plan, withheldFor))
  ]
  return [...new Set(found)].filter((idx) => idx < plan.checkpoint.size).toSorted((a, b) => a - b)
}
