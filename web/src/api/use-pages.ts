// A paged list of the API as one growing list.
import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { call } from './call.ts'
import type { Page } from './shapes.ts'

/** address gives the URL of the page after a cursor. */
export const usePages = <T>(key: QueryKey, address: (page: { after?: string | undefined }) => string) => {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => call<Page<T>>('GET', address({ after: pageParam }), undefined, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next
  })
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items), [query.data])
  return { ...query, items }
}
export type Pages<T> = ReturnType<typeof usePages<T>>
