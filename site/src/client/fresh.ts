// Keeps the parts of a page that change by themselves fresh while somebody looks: replies, and whether the permission still holds.

const everyMs = 4000
const fresh = '[data-fresh]'

// Times move on without anything having changed.
const gist = (part: Element): string => part.innerHTML.replaceAll(/<time.*?<\/time>/gs, '')

/** A part marked data-fresh="whole" stays as it is, with what somebody types there, until all of it goes, or comes. */
const isNew = (old: HTMLElement, part: Element): boolean =>
  old.dataset['fresh'] === 'whole'
    ? (old.childElementCount === 0) !== (part.childElementCount === 0)
    : part.className !== old.className || gist(part) !== gist(old)

const look = async (): Promise<void> => {
  if (document.hidden) return
  const response = await fetch(location.href, { headers: { accept: 'text/html' } })
  if (!response.ok || response.redirected) return
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const pairs = [...document.querySelectorAll<HTMLElement>(`main ${fresh}`)].map(
    (old) => [old, page.querySelector(`#${old.id}`)] as const
  )
  // The answer to a form stands at the address of another page; what it says stays.
  if (pairs.some(([, part]) => part === null)) return
  for (const [old, part] of pairs) {
    // Replaced only when something changed, so that focus and screen readers are left in peace.
    if (part && isNew(old, part)) replace(old, part)
  }
}

/** A part that is read out when it changes stays itself; only what is in it is new. */
const replace = (old: Element, part: Element): void => {
  if (old.hasAttribute('aria-live')) old.replaceChildren(...document.adoptNode(part).childNodes)
  else old.replaceWith(document.adoptNode(part))
}

const again = (): void => {
  setTimeout(
    () =>
      void look()
        .catch(() => undefined)
        .then(again),
    everyMs
  )
}
if (document.querySelector(`main ${fresh}`)) {
  again()
  document.addEventListener('visibilitychange', () => void look().catch(() => undefined))
}
