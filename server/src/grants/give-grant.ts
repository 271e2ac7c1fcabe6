// Gives a grant: the answers, where it reaches, the consent as shown, and the entry, in one transaction.
import type { Answers } from '@parley/protocol/api/grant.ts'
import { now } from '../base/clock.ts'
import { sha256 } from '../base/hash.ts'
import { newId } from '../base/random.ts'
import { Refusal } from '../base/refusal.ts'
import type { Tx } from '../base/sql.ts'
import type { Assertion } from '../people/judge-assertion.ts'
import { spendPasskey } from '../people/spend-passkey.ts'
import { endsAt } from './ends-at.ts'
import { requireSigned, signatureText } from './require-signed.ts'
import { settleGrant, type GrantParts } from './settle-grant.ts'

export type NewGrant = {
  person: string
  /** The app's id. */
  app: string
  /** Checked by the caller to be no wider than what the app asked for. */
  answers: Answers
  /** The page as shown, as plain text. */
  consent: { text: string; language: string; version: string }
  /** The grant's id where it was fixed beforehand, as it must be for a passkey to sign it. */
  grant?: string
  /** The passkey's answer to the challenge of exactly this grant. */
  assertion?: Assertion
}

const insertGrant = async (tx: Tx, grant: string, { person, app, answers }: NewGrant): Promise<void> => {
  const at = now()
  await tx`
    insert into grants.grant (id, person_id, app_id, may_read, may_write, may_delete, sees_friends, all_conversations, own_only,
      all_history, until, ends_at, uses_left, kinds, per_day, purpose, purpose_code, given_at, last_used_on)
    select ${grant}, ${person}, id, ${answers.actions.includes('read')}, ${answers.actions.includes('write')},
      ${answers.actions.includes('delete')}, ${answers.friends}, ${answers.where === 'all'}, ${answers.messages === 'own'},
      ${answers.from === 'all_history'}, ${answers.until}, ${endsAt(answers.until, at)}, ${answers.until === 'once' ? 1 : null},
      ${answers.kinds ?? null}::text[], ${answers.perDay ?? null},
      purpose, purpose_code, ${at}, (${at}::timestamptz at time zone 'UTC')::date
    from grants.app where id = ${app}`
}

// Before anything else refers to the conversations, and in the order of their ids: a reference already locks a row a little, and whoever then
// wants the number of the next event would wait for another who has come as far.
const lockReach = async (tx: Tx, { person, answers }: NewGrant): Promise<void> => {
  await tx`
    select from conversations.conversation c
    where c.id in (select conversation_id from conversations.member where person_id = ${person} and left_seq is null)
      and (${answers.where === 'all'} or c.id = any(${answers.conversations}::uuid[]))
    order by c.id for update`
}

// Chosen: these, all of which the person must be in. All: a row for each that is there now, so that "from now on" has a place in each.
const insertReach = async (tx: Tx, grant: string, { person, answers }: NewGrant): Promise<void> => {
  const chosen = answers.where === 'all' ? null : answers.conversations
  const rows = await tx`
    insert into grants.grant_conversation (grant_id, conversation_id, from_seq)
    select ${grant}, c.id, case when ${answers.from === 'all_history'} then 0 else c.last_seq end
    from conversations.conversation c
    join conversations.member m on m.conversation_id = c.id and m.person_id = ${person} and m.left_seq is null
    where ${chosen}::uuid[] is null or c.id = any(${chosen}::uuid[])
    returning 1`
  if (chosen !== null && rows.length !== chosen.length) throw new Refusal('conversation_missing')
}

const recordGive = async (tx: Tx, grant: string, { consent, assertion }: NewGrant): Promise<void> => {
  const { text, language, version } = consent
  const signature = assertion ? signatureText(assertion) : null
  await tx`
    insert into grants.consent (grant_id, text, language, version, sha256, agreed_at, signature)
    values (${grant}, ${text}, ${language}, ${version}, ${sha256(text)}, clock_timestamp(), ${signature})`
  const [entry] = await tx<{ shared: string; owner: string }[]>`
    select shared, owner from grants.record_entry(${grant}, 'give', null, grants.answers(${grant}))`
  if (assertion && signature !== null) await requireSigned(entry!, { assertion, text: signature })
}

/**
 * Gives the grant and ends the live ones of the same person and app (they are replaced). Answers after those have become final, so
 * that the app never holds two. Throws conversation_missing when the person is not in a chosen conversation, passkey_failed when the
 * passkey signed anything else than this grant.
 */
export const giveGrant = async (parts: GrantParts, given: NewGrant): Promise<{ grant: string }> => {
  const { sql, bus } = parts
  const { grant = newId(), assertion } = given
  const { replaced, told } = await sql.begin(async (tx) => {
    if (assertion) await spendPasskey(tx, assertion)
    // Two consents at once by one person for one app: the second replaces the first.
    await tx`select pg_advisory_xact_lock(hashtextextended(${`${given.person} ${given.app}`}, 0))`
    const old = await tx<{ id: string }[]>`
      select id from grants.grant where person_id = ${given.person} and app_id = ${given.app} and ended_at is null`
    for (const { id } of old) await tx`select grants.end_grant(${id}, 'end', 'replaced')`
    await lockReach(tx, given)
    await insertGrant(tx, grant, given)
    await insertReach(tx, grant, given)
    const ids = old.map(({ id }) => id)
    // Before any token exists, so before the first read; and before the entry, which states from where it reads.
    const [row] = await tx<{ told: string[] }[]>`select grants.tell_given(${grant}, ${ids}::uuid[]) as told`
    await recordGive(tx, grant, given)
    return { replaced: ids, told: row!.told }
  })
  for (const conversation of told) bus.publish({ topic: 'events', conversation })
  for (const id of replaced) await settleGrant(parts, id)
  bus.publish({ topic: 'person', person: given.person, changed: 'grants' })
  return { grant }
}
