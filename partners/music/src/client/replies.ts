// Keeps the replies of a share page fresh while somebody looks at it.

const everyMs = 4000
const place = document.querySelector<HTMLElement>('#replies')

const look = async (): Promise<void> => {
  if (!place || document.hidden) return
  const response = await fetch(location.pathname, { headers: { accept: 'text/html' } })
  if (!response.ok || response.redirected) return
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const fresh = page.querySelector('#share')
  const old = document.querySelector('#share')
  // Replaced only when something changed, so that focus and screen readers are left in peace.
  if (
    fresh &&
    old &&
    fresh.innerHTML.replace(/<time.*?<\/time>/g, '') !== old.innerHTML.replace(/<time.*?<\/time>/g, '')
  ) {
    old.replaceWith(document.adoptNode(fresh))
  }
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
if (place) again()
document.addEventListener('visibilitychange', () => void look().catch(() => undefined))
