// Takes a person's texts, salts and keys out of the log; leaves and tiles stay as they are.
import type { Sql } from '../base/sql.ts'

const entriesMax = 2000

/** The caller has seen that log.may_erase. Goes on after a crash from the beginning; the keys go when all texts have gone. */
export const eraseFromLog = async (sql: Sql, person: string): Promise<void> => {
  let before: number | null = null
  do {
    const [row]: { first: number | null }[] = await sql<{ first: number | null }[]>`
      select log.erase_texts(${person}, ${before}, ${entriesMax}) as first`
    before = row?.first ?? null
  } while (before !== null)
  for (;;) {
    const [row] = await sql<{ more: boolean }[]>`select log.erase_places(${person}, ${entriesMax}) as more`
    if (!row?.more) return
  }
}
