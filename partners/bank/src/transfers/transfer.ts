// A transfer as its sender sees it.
import { Refused, type Site, sql, type Visit } from '@parley/site'
import type { DatabaseSync } from 'node:sqlite'
import type { Said } from '../schema.ts'

/** reference: what a receipt shows. reversal: what took the transfer back. */
export type Transfer = Said & {
  key: string
  place: number
  reference: string
  reversal: { bookedOn: string | null; reference: string } | undefined
}

type Row = Transfer & { backOn: string | null; backReference: string | null }

const transferOf = ({ said, ...row }: Record<string, unknown>): Transfer => {
  const { backOn, backReference, ...transfer } = { ...row, ...(JSON.parse(said as string) as Said) } as Row
  return { ...transfer, reversal: backReference ? { bookedOn: backOn, reference: backReference } : undefined }
}

/** A person's transfers, newest first; before: the place of the last one above. */
export const listTransfers = (db: DatabaseSync, person: string, limit: number, before = Infinity): Transfer[] =>
  sql(db).all`select * from transfer where person = ${person} and place < ${before}
    order by place desc limit ${limit}`.map(transferOf)

export const readTransfer = (db: DatabaseSync, person: string, key: string): Transfer | undefined => {
  const row = sql(db).get`select * from transfer where person = ${person} and key = ${key}`
  return row && transferOf(row)
}

/** The transfer that the address names. Throws Refused when it is none of this person. */
export const ownTransfer = ({ db }: Site, { person, at }: Visit): Transfer => {
  const transfer = readTransfer(db, person.id, at('key'))
  if (!transfer) throw new Refused(404, 'No such transfer', 'It is not on your account.')
  return transfer
}
