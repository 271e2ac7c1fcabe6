// A person chooses whether their open windows say at once that somebody connected an app that reads.
import type { Sql } from '../base/sql.ts'

/** The notice in the conversation stands either way. */
export const hearOfReaders = async (sql: Sql, person: string, on: boolean): Promise<void> => {
  await sql`update people.person set hears_of_readers = ${on} where id = ${person}`
}
