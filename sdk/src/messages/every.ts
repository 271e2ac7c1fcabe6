// Walks a paged list item by item.
import type { PageOptions } from './page-query.ts'

/** Fetches a page when the one before is used up. Stop the loop and no further page is asked for. */
export async function* every<T>(
  page: (options: PageOptions) => Promise<{ items: T[]; next?: string; more?: boolean }>,
  options: PageOptions
): AsyncGenerator<T, void, undefined> {
  for (let after = options.after; ;) {
    const { items, next, more } = await page({ ...options, after })
    yield* items
    if (next === undefined || more === false) return
    after = next
  }
}
