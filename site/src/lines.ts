// Text of several lines, as people wrote it.
import { type Html, html } from './html.ts'

/** Line ends become <br>, which no formatting of the page can change. */
export const lines = (text: string): Html =>
  html`${text.split('\n').map((line, i) => (i === 0 ? line : [html`<br />`, line]))}`
