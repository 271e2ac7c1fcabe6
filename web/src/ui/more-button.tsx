// Shows that a list goes on, and loads the next page.
import { reason } from '../api/api-error.ts'
import type { Pages } from '../api/use-pages.ts'
import { Button } from './button.tsx'
import { Notice } from './notice.tsx'

export const MoreButton = <T,>({ pages, label = 'Show more' }: { pages: Pages<T>; label?: string }) => {
  if (!pages.hasNextPage) return null
  return (
    <div className="more">
      {pages.isFetchNextPageError && <Notice kind="danger">{reason(pages.error)}</Notice>}
      <Button look="plain" busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
        {pages.isFetchingNextPage ? 'Loading' : label}
      </Button>
    </div>
  )
}
