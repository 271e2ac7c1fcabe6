// Opens pages behind links marked data-dialog in a dialog (the part marked data-sheet), so that the page below goes on.
// Without this script the same links and forms are ordinary pages.

const dialog = document.createElement('dialog')
dialog.className = 'sheet'
document.body.append(dialog)
dialog.addEventListener('click', (event) => {
  if (event.target === dialog) dialog.close()
})

/** Shows a part of a page. Its text was escaped by the server, which makes every page of the app. */
const show = async (response: Response): Promise<void> => {
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const part = page.querySelector('[data-sheet]')
  if (!part) {
    location.href = response.url
    return
  }
  dialog.setAttribute('aria-label', part.querySelector('h1')?.textContent ?? '')
  dialog.replaceChildren(document.adoptNode(part))
  const close = dialog.querySelector('[data-close]')
  close?.addEventListener('click', (event) => {
    event.preventDefault()
    dialog.close()
  })
  if (!dialog.open) dialog.showModal()
  dialog.querySelector<HTMLElement>('[autofocus]')?.focus()
}

document.addEventListener('click', (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || !(event.target instanceof Element)) return
  const link = event.target.closest<HTMLAnchorElement>('a[data-dialog]')
  if (!link) return
  event.preventDefault()
  fetch(link.href).then(show, () => (location.href = link.href))
})

dialog.addEventListener('submit', (event) => {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || form.dataset['stay'] === undefined) return
  event.preventDefault()
  const button = form.querySelector<HTMLButtonElement>('button.primary')
  if (button) button.disabled = true
  const fields = new URLSearchParams()
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields.append(name, value)
  fetch(form.action, { method: 'POST', body: fields }).then(show, () => form.submit())
})
