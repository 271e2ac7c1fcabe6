// A transfer as its sender sees it.
import { Refused, type Site, sql, type Visit } from '@parley/site'
import type { DatabaseSync } from 'node:sqlite'
import type { Said } from '../schema.ts'

/** reference: what a receipt shows. reversal: what took the transfer back. */
export type Transfer = Said & {
  key: string
  place: number
  reference: string
  reversal: { bookedOn: string | undefined; reference: string } | undefined
}

type Row = { key: string; place: number; said: string; backKey: string | null; back: string | null }

const transferOf = (row: Row): Transfer => {
  const own = (key: string): string => `HB-${key.slice(0, 10)}`
  const said = JSON.parse(row.said) as Said
  const back = row.back && (JSON.parse(row.back) as Said)
  return {
    ...said,
    key: row.key,
    place: row.place,
    reference: said.endToEnd ?? said.servicerRef ?? own(row.key),
    reversal: back
      ? { bookedOn: back.bookedOn, reference: back.servicerRef ?? back.endToEnd ?? own(row.backKey ?? '') }
      : undefined
  }
}

const transfers = (db: DatabaseSync, person: string, before: number, limit: number, key: string | null): Transfer[] =>
  sql(db).all`select t.key, t.place, t.said, r.key as backKey, r.said as back
    from booking t left join booking r on r.key = t.reversed_by
    where t.kind = 'transfer' and t.person = ${person} and t.place < ${before} and t.key = coalesce(${key}, t.key)
    order by t.place desc limit ${limit}`.map((row) => transferOf(row as Row))

/** A person's transfers, newest first; before: the place of the last one above. */
export const listTransfers = (db: DatabaseSync, person: string, limit: number, before = Infinity): Transfer[] =>
  transfers(db, person, before, limit, null)

export const readTransfer = (db: DatabaseSync, person: string, key: string): Transfer | undefined =>
  transfers(db, person, Infinity, 1, key)[0]

/** The transfer that the address names. Throws Refused when it is none of this person. */
export const ownTransfer = ({ db }: Site, { person, at }: Visit): Transfer => {
  const transfer = readTransfer(db, person.id, at('key'))
  if (!transfer) throw new Refused(404, 'No such transfer', 'It is not on your account.')
  return transfer
}
