// The page for a login that cannot go on.
import { html, type Html } from './html.ts'
import { messagePage } from './page.ts'

/** code and reason: as the app's developer needs them. */
export const errorPage = (code: string, reason: string | undefined): Html =>
  messagePage(
    'This login cannot go on',
    'Something is wrong with the way you were sent here, or this page is too old. Go back to the app and try again.',
    html`<p class="small">For the developer of the app: ${code}${reason && `, ${reason}`}</p>`
  )
