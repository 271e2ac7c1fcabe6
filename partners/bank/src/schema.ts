// The app's own tables; the ones of people, browsers, Parley's sessions and what was sent are the site's.
import type { Booking } from '@parley/connectors/camt054/judge.ts'

/**
 * What the bank's file, or Wise, said of a booking. amount: undefined as long as Wise has not told it; nothing can be sent then. wise:
 * Wise's number of the transfer.
 */
export type Said = Partial<Omit<Booking, 'kind'>> & { payee: string; wise?: string }

/**
 * account: what the bank gave a person at the first login. booking: a transfer, or the reversal of one, once by its key; said is a Said as
 * JSON, reverses the transfer that a reversal takes back, or a part of. import: a file; person who uploaded it, null for the bank's own; report is a Report as JSON.
 * transfer: each with what a receipt shows as its reference, and the reversals of it as JSON. left_out: what a file left out and why, by the number of the entry and of the transaction in it; nothing of what it says.
 */
export const schema = `
create table if not exists account (place integer primary key, person text not null unique references person, iban text not null unique) strict;
create table if not exists booking (
  place integer primary key autoincrement, key text not null unique, person text not null references person,
  kind text not null check (kind in ('transfer', 'reversal')), said text not null,
  reverses text references booking (key), at integer not null
) strict;
create index if not exists booking_person on booking (person, kind, place);
${['endToEnd', 'servicerRef', 'transactionRef'].map((ref) => `create index if not exists booking_${ref} on booking (said ->> '$.${ref}');`).join('\n')}
create index if not exists booking_reverses on booking (reverses);
create table if not exists import (place integer primary key autoincrement, id text not null unique, person text references person, report text not null) strict;
create index if not exists import_person on import (person, place);
create table if not exists left_out (
  place integer primary key autoincrement, import text not null references import (id),
  entry integer not null, nth integer, reason text not null
) strict;
create index if not exists left_out_import on left_out (import, place);
create view if not exists transfer as
  select t.place, t.key, t.person, t.said, coalesce(t.said ->> '$.endToEnd', t.said ->> '$.servicerRef', 'HB-' || substr(t.key, 1, 10)) as reference,
    (select json_group_array(json_object('key', r.key, 'amount', r.said -> '$.amount', 'bookedOn', r.said ->> '$.bookedOn',
      'reference', coalesce(r.said ->> '$.servicerRef', r.said ->> '$.endToEnd', 'HB-' || substr(r.key, 1, 10))) order by r.place)
      from booking r where r.reverses = t.key) as reversals
  from booking t where t.kind = 'transfer';
`
