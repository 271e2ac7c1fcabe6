// Shows that a list goes on, and loads the next page; says when it was the last one.
import { useState } from 'react'
import { reason } from '../api/api-error.ts'
import type { Pages } from '../api/use-pages.ts'
import { Button } from './button.tsx'
import { Notice } from './notice.tsx'

export const MoreButton = <T,>({ pages, label = 'Show more' }: { pages: Pages<T>; label?: string }) => {
  const [pressed, setPressed] = useState(false)
  if (!pages.hasNextPage) return pressed ? <End /> : null
  const more = () => {
    setPressed(true)
    void pages.fetchNextPage()
  }
  return (
    <div className="more">
      {pages.isFetchNextPageError && <Notice kind="danger">{reason(pages.error)}</Notice>}
      <Button look="plain" busy={pages.isFetchingNextPage} onClick={more}>
        {pages.isFetchingNextPage ? 'Loading' : label}
      </Button>
    </div>
  )
}

/** Takes the place of the pressed button, and with it the focus: the next key goes on from here. */
const End = () => (
  <p className="more quiet small" tabIndex={-1} ref={(end) => end?.focus({ preventScroll: true })}>
    That is all.
  </p>
)
