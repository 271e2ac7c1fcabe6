// The query that every paged list takes.
import type { CallOptions } from '../call.ts'

/** after: the `next` of the page before. limit: 1 to 100 items, 50 if left out. */
export type PageOptions = CallOptions & { after?: string | undefined; limit?: number | undefined }

/** The part of PageOptions that goes into the address. */
export const pageQuery = (options: PageOptions): { after: string | undefined; limit: number | undefined } => ({
  after: options.after,
  limit: options.limit
})
