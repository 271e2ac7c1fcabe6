// What people see first who are not logged in.
import { type Html, html, type Value } from '../html.ts'
import type { Site } from '../site.ts'

/** What the app does, the button "Log in with Parley", in small what it may do, and a picture that says nothing more. */
export const hero = (
  site: Pick<Site, 'loginForm'>,
  { title, text, small, art }: { title: Value; text: Value; small: Value; art: Html }
): Html =>
  html`<section class="hero">
    <div class="hero-text">
      <h1>${title}</h1>
      <p>${text}</p>
      ${site.loginForm()}
      <p class="small">${small}</p>
    </div>
    <div class="hero-art" aria-hidden="true">${art}</div>
  </section>`
