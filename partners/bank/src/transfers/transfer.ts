// A transfer as its sender sees it.
import { type Amount, restOf } from '@parley/connectors/camt054/amount.ts'
import { Refused, type Site, sql, type Visit } from '@parley/site'
import type { DatabaseSync } from 'node:sqlite'
import type { Said } from '../schema.ts'

/** What took a transfer back, or a part of it. */
export type Reversal = { key: string; amount: Amount; bookedOn: string | null; reference: string }

/** reference: what a receipt shows. isBack: nothing of it is left. */
export type Transfer = Said & { key: string; place: number; reference: string; reversals: Reversal[]; isBack: boolean }

const transferOf = ({ said, reversals, ...row }: Record<string, unknown>): Transfer => {
  const back = JSON.parse(reversals as string) as Reversal[]
  const told = JSON.parse(said as string) as Said
  const isBack = told.amount !== undefined && restOf(told.amount, back) === 0n
  return { ...(row as Pick<Transfer, 'key' | 'place' | 'reference'>), ...told, reversals: back, isBack }
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
