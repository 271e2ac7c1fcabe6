// What a person wishes: where finished titles go, and which libraries are nobody's business.
import { sql } from '@parley/site'
import type { DatabaseSync } from 'node:sqlite'

/** sendTo: the conversation for what is finished; undefined is "ask me". hiddenLibraries: names that the person wrote. */
export type Wishes = { sendTo: { conversation: string; friend: string } | undefined; hiddenLibraries: string[] }

export const wishesOf = (db: DatabaseSync, person: string): Wishes => {
  const row = sql(db).get`select wishes from wish where person = ${person}`
  return { sendTo: undefined, hiddenLibraries: [], ...(row && (JSON.parse(row['wishes'] as string) as object)) }
}

export const keepWishes = (db: DatabaseSync, person: string, wishes: Wishes): void => {
  sql(db).run`insert or replace into wish (person, wishes) values (${person}, ${JSON.stringify(wishes)})`
}
