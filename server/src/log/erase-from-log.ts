// Takes a person's texts, salts and keys out of the log; leaves and tiles stay as they are.
import type { Sql } from '../base/sql.ts'

const entriesMax = 2000

/** The caller has seen that log.may_erase. Goes on after a crash from the beginning; the keys go last. */
export const eraseFromLog = async (sql: Sql, person: string): Promise<void> => {
  let last: number | null = 0
  while (last !== null) {
    const [row]: { last: number | null }[] = await sql<{ last: number | null }[]>`
      select log.erase_texts(${person}, ${last}, ${entriesMax}) as last`
    last = row?.last ?? null
  }
  for (;;) {
    const [row] = await sql<{ more: boolean }[]>`select log.erase_places(${person}, ${entriesMax}) as more`
    if (!row?.more) return
  }
}
