// The page for what is not there, not allowed, or broken.
import { html } from '../html.ts'
import type { Browser } from '../people/browser-session.ts'
import type { Page } from './page.ts'

export const failurePage = (browser: Browser | undefined, title: string, text: string): Page => ({
  title,
  browser,
  body: html`<section data-sheet class="failure">
    <h1 id="sheet-title">${title}</h1>
    <p role="alert">${text}</p>
    <p><a class="button" href="/">To the start</a></p>
  </section>`
})
