// A page of a list, from one row more than it holds.
import { writeCursor } from '../base/cursor.ts'

export type PageAsked = { after?: string; limit?: number }
export const pageRows = (asked: PageAsked): number => asked.limit ?? 50

/** rows: up to limit + 1; the one too many only says that the list goes on. place: where the list goes on after an item. */
export const pageOf = <Row, Item>(
  rows: readonly Row[],
  limit: number,
  item: (row: Row) => Item,
  place: (row: Row) => (string | number)[]
): { items: Item[]; next?: string } => {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(item), ...(rows.length > limit && last && { next: writeCursor(place(last)) }) }
}
