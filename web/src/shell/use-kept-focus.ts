// Keeps the place of people who use keys or a screen reader: when what had the focus goes away, the part of the page around it takes it.
import { useEffect } from 'react'

const places = 'li, section, main'

const outwards = (from: EventTarget | null): HTMLElement[] => {
  const chain: HTMLElement[] = []
  for (let at = from instanceof HTMLElement ? from : null; at; at = at.parentElement) chain.push(at)
  return chain
}

/** What takes the focus itself first (the line to write in, a dialog) keeps it: this looks two frames later. */
export const useKeptFocus = (): void => {
  useEffect(() => {
    // What had the focus last with all that was around it, and the same for the page beneath a dialog or menu.
    let last: HTMLElement[] = []
    let beneath: HTMLElement[] = []
    let frame = 0
    const onFocus = ({ target }: FocusEvent) => {
      last = outwards(target)
      if (last.some(({ id }) => id === 'page')) beneath = last
    }
    const look = () => {
      const [lost] = last
      if (document.activeElement !== document.body || !lost) return
      if (lost.isConnected && !lost.matches(':disabled')) return
      const place = [...last, ...beneath].find((around) => around.isConnected && around.matches(places))
      if (!place) return
      if (!place.hasAttribute('tabindex')) place.tabIndex = -1
      place.focus({ preventScroll: true })
    }
    const later = () => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => (frame = requestAnimationFrame(look)))
    }
    const watch = new MutationObserver(later)
    watch.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] })
    document.addEventListener('focusin', onFocus)
    return () => {
      cancelAnimationFrame(frame)
      watch.disconnect()
      document.removeEventListener('focusin', onFocus)
    }
  }, [])
}
