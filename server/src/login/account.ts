// What an app learns about the person who logs in.
import type { FindAccount } from 'oidc-provider'
import type { Sql } from '../base/sql.ts'
import { dbOf, unitOfWork } from './unit-of-work.ts'

/** Only the name, with the scope `profile`: a handle or an address would let two apps find out that they know the same person. */
export const findAccount =
  (sql: Sql): FindAccount =>
  async (_ctx, id) => {
    if (!/^[0-9a-f-]{36}$/.test(id)) return undefined
    const read = unitOfWork()?.person
    const [person] =
      read?.id === id
        ? [read]
        : await dbOf(sql)<{ name: string }[]>`select name from people.person where id = ${id} and closed_at is null`
    return person && { accountId: id, claims: () => ({ sub: id, name: person.name }) }
  }
