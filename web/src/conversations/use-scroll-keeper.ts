// Keeps a conversation still: at its end while one is there, and at the same message when older ones come above.
import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react'

const nearEndPx = 80

const scrollToEnd = (element: HTMLElement | null, smooth: boolean): void =>
  element?.scrollTo({ top: element.scrollHeight, behavior: smooth ? 'smooth' : 'instant' })

/** firstKey and lastKey: the ends of what is shown. start: where to be at first. */
export const useScrollKeeper = (
  box: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
  { firstKey, start }: { firstKey: string | undefined; start: () => HTMLElement | null }
) => {
  const [atEnd, setAtEnd] = useState(true)
  const atEndNow = useRef(true)
  const placed = useRef(false)
  const before = useRef<{ firstKey: string | undefined; height: number; top: number }>({
    firstKey: undefined,
    height: 0,
    top: 0
  })

  const look = useCallback(() => {
    const element = box.current
    if (!element) return
    const end = element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPx
    before.current = { ...before.current, height: element.scrollHeight, top: element.scrollTop }
    atEndNow.current = end
    setAtEnd(end)
  }, [box])

  // The event of a scroll of our own comes a frame late, when a banner may have made the box smaller; nobody has moved then.
  const onScroll = useCallback(() => {
    if (box.current?.scrollTop !== before.current.top) look()
  }, [box, look])

  /** Whether one was at the end before the content changed. A jump moves the box before its scroll event tells of it. */
  const wasAtEnd = useCallback((element: HTMLElement): boolean => {
    const { top, height } = before.current
    if (element.scrollTop === top) return atEndNow.current
    return Math.min(height, element.scrollHeight) - element.scrollTop - element.clientHeight < nearEndPx
  }, [])

  const toEnd = useCallback((smooth = false) => scrollToEnd(box.current, smooth), [box])

  // Runs after every render that changed what is shown, before it is painted.
  useLayoutEffect(() => {
    const element = box.current
    if (!element || firstKey === undefined) return
    if (!placed.current) {
      placed.current = true
      const target = start()
      if (target) element.scrollTop = target.offsetTop - element.clientHeight / 4
      else toEnd()
    } else if (before.current.firstKey !== firstKey && before.current.firstKey !== undefined) {
      element.scrollTop = before.current.top + element.scrollHeight - before.current.height
    } else if (wasAtEnd(element)) toEnd()
    before.current.firstKey = firstKey
    look()
  })

  // Fonts, cards, the keyboard of a phone and a growing compose box change the height without a render.
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const watch = new ResizeObserver(() => {
      if (placed.current && wasAtEnd(element)) toEnd()
      look()
    })
    watch.observe(element)
    if (content.current) watch.observe(content.current)
    return () => watch.disconnect()
  }, [box, content, look, toEnd, wasAtEnd])

  return { atEnd, onScroll, toEnd }
}
