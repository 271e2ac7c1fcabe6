// Looks through the new entries of the log for reading that its person should know of, and notes which rights were used.
import type { AlertKind } from '@parley/protocol/api/alert.ts'
import { now } from '../base/clock.ts'
import { newId } from '../base/random.ts'
import type { Sql, Tx } from '../base/sql.ts'
import { alertRules, isNight, judgeReading, slotMinutes, type Reading } from './alert-rules.ts'
import { localHour } from './local-hour.ts'

const batchMax = 2000
const batchesMax = 25
// Longer than an access may take: whoever is slower delays alerts, and nobody is cut off for them.
const patienceMs = 20_000
// Nobody can act on what is older; it is counted and not told.
const staleMs = 3 * 86_400_000

type Counted = { grant: string; conversation: string; slot: Date; messages: number; at: Date }
type Found = Omit<Reading, 'isFirst' | 'slotHour'> & { grant: string; person: string; quiet: AlertKind[] }

const countReads = (tx: Tx, after: number, upto: number) => tx<Counted[]>`
  select grant_id as "grant", conversation_id as conversation, max(at) as at,
    date_bin(${`${slotMinutes} minutes`}::text::interval, at, timestamptz 'epoch') as slot,
    sum(coalesce((shared::json ->> 'n')::int, 0))::int as messages
  from log.entry
  where id > ${after} and id <= ${upto} and kind = 'read' and grant_id is not null and conversation_id is not null
  group by grant_id, conversation_id, slot order by slot, grant_id, conversation_id`

const noteUses = (tx: Tx, after: number, upto: number) => tx`
  select grants.note_uses(array_agg(grant_id), array_agg(kind::text), array_agg(at)) from (
    select grant_id, kind, max(at) as at from log.entry
    where id > ${after} and id <= ${upto} and kind in ('read', 'write', 'delete') and grant_id is not null group by 1, 2) u`

// The hour in which a slot begins where each grant's person is.
const hoursOf = async (tx: Tx, slot: Date, grants: string[]): Promise<(grant: string) => number> => {
  const rows = await tx<{ grant: string; zone: string }[]>`
    select g.id as "grant", c.time_zone as zone from grants.grant g join access.alert_choice c on c.person_id = g.person_id
    where g.id = any(${grants}::uuid[]) and c.time_zone is not null`
  const zones = new Map(rows.map(({ grant, zone }) => [grant, zone]))
  return (grant) => localHour(slot, zones.get(grant))
}

// Returns the grants that had read nothing on this day yet.
const addSlot = async (
  tx: Tx,
  slot: Date,
  reads: Counted[],
  hourOf: (grant: string) => number
): Promise<Set<string>> => {
  const columns = [reads.map((r) => r.grant), reads.map((r) => r.conversation), reads.map((r) => r.messages)] as const
  const nights = reads.map((r) => (isNight(hourOf(r.grant)) ? 1 : 0))
  await tx`
    insert into access.reading (grant_id, slot, conversation_id, messages)
    select g, ${slot}, c, n from unnest(${columns[0]}::uuid[], ${columns[1]}::uuid[], ${columns[2]}::int[]) r (g, c, n)
    on conflict (grant_id, slot, conversation_id) do update set messages = reading.messages + excluded.messages`
  const days = await tx<{ grant: string; isNew: boolean }[]>`
    insert into access.reading_day (grant_id, day, messages, at_night)
    select g, (${slot}::timestamptz at time zone 'UTC')::date, sum(n), max(night) = 1
    from unnest(${columns[0]}::uuid[], ${columns[2]}::int[], ${nights}::int[]) r (g, n, night) group by g
    on conflict (grant_id, day) do update
      set messages = reading_day.messages + excluded.messages, at_night = reading_day.at_night or excluded.at_night
    returning grant_id as "grant", xmax = 0 as "isNew"`
  return new Set(days.filter(({ isNew }) => isNew).map(({ grant }) => grant))
}

const readingsOf = (tx: Tx, slot: Date, grants: string[]) => {
  const { whole_history: whole, many_conversations: many, at_night: night, busy_day: busy } = alertRules
  return tx<Found[]>`
    select g.id as "grant", g.person_id as person, burst.messages as "burstMessages", burst.conversations as "burstConversations",
      hour.messages as "hourMessages", hour.conversations as "hourConversations", today.messages as "dayMessages",
      earlier.n > 0 as "hasEarlierDay", earlier.at_night as "readAtNight", earlier.usual, coalesce(c.quiet, '{}') as quiet
    from grants.grant g join people.person p on p.id = g.person_id and p.closed_at is null
    left join access.alert_choice c on c.person_id = g.person_id
    cross join lateral (select (${slot}::timestamptz at time zone 'UTC')::date as day) d
    join access.reading_day today on today.grant_id = g.id and today.day = d.day
    cross join lateral (
      select coalesce(sum(r.messages), 0)::int as messages, count(distinct r.conversation_id)::int as conversations from access.reading r
      where r.grant_id = g.id and r.slot <= ${slot} and r.slot > ${slot}::timestamptz - ${whole.minutes} * interval '1 minute') burst
    cross join lateral (
      select coalesce(sum(r.messages), 0)::int as messages, count(distinct r.conversation_id)::int as conversations from access.reading r
      where r.grant_id = g.id and r.slot <= ${slot} and r.slot > ${slot}::timestamptz - ${many.minutes} * interval '1 minute') hour
    cross join lateral (
      select count(*)::int as n, coalesce(bool_or(o.at_night) filter (where o.day >= d.day - ${night.quietDays}::int), false) as at_night,
        case when count(*) filter (where o.day >= d.day - ${busy.ofDays}::int) >= ${busy.daysNeeded}::int
          then (avg(o.messages) filter (where o.day >= d.day - ${busy.ofDays}::int))::int end as usual
      from access.reading_day o where o.grant_id = g.id and o.day < d.day) earlier
    where g.id = any(${grants}::uuid[]) order by g.id`
}

const raiseInSlot = async (tx: Tx, slot: Date, reads: Counted[]): Promise<void> => {
  const grants = [...new Set(reads.map((r) => r.grant))]
  const hourOf = await hoursOf(tx, slot, grants)
  const fresh = await addSlot(tx, slot, reads, hourOf)
  for (const { grant, person, quiet, ...reading } of await readingsOf(tx, slot, grants)) {
    const own = reads.filter((r) => r.grant === grant)
    const at = own.reduce((latest, r) => (r.at > latest ? r.at : latest), slot)
    if (now().getTime() - at.getTime() > staleMs) continue
    const isFirst = fresh.has(grant) && !reading.hasEarlierDay
    for (const raised of judgeReading({ ...reading, isFirst, slotHour: hourOf(grant) })) {
      const { kind, messages, conversations, usual } = raised
      const only = conversations === 1 ? own[0]!.conversation : null
      // Once a day is enough to decide; more would only teach to wave them away.
      await tx`
        insert into access.alert (alert_id, person_id, grant_id, kind, day, at, messages, conversations, conversation_id, usual,
          quiet)
        values (${newId()}, ${person}, ${grant}, ${kind}, (${slot}::timestamptz at time zone 'UTC')::date, ${at}, ${messages},
          ${conversations}, ${only}, ${usual ?? null}, ${quiet.includes(kind)})
        on conflict (grant_id, kind, day) do nothing`
    }
  }
}

const batch = async (tx: Tx, settled: number): Promise<boolean> => {
  const [place] = await tx<{ entry: number }[]>`
    select entry_id as entry from access.alert_cursor for update skip locked`
  if (!place || place.entry >= settled) return false
  const [last] = await tx<{ upto: number | null }[]>`
    select max(id) as upto from (
      select id from log.entry where id > ${place.entry} and id <= ${settled} order by id limit ${batchMax}) b`
  const upto = last?.upto ?? settled
  const bySlot = Map.groupBy(await countReads(tx, place.entry, upto), ({ slot }) => slot.getTime())
  for (const reads of bySlot.values()) await raiseInSlot(tx, reads[0]!.slot, reads)
  await noteUses(tx, place.entry, upto)
  await tx`update access.alert_cursor set entry_id = ${upto}`
  return upto < settled
}

/**
 * One round, bounded; what it leaves the next one takes. Accesses get their entry ids before they commit, so it takes only ids up to the
 * newest that stands when it begins, after all accesses that were open then have ended: none is passed over. While another node is
 * at it, it does nothing.
 */
export const raiseAlerts = async (sql: Sql): Promise<void> => {
  const [newest] = await sql<{ entry: number }[]>`
    select coalesce(max(id), 0) as entry from log.entry where id > (select entry_id from access.alert_cursor)`
  if (!newest || newest.entry === 0) return
  await sql`select base.drain(${patienceMs})`
  for (let n = 0; n < batchesMax; n++) if (!(await sql.begin((tx) => batch(tx, newest.entry)))) return
}
