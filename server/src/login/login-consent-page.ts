// The short page of a first login that asks for no rights.
import { html, type Html } from './html.ts'
import { deviceNote } from './device-pages.ts'
import { page } from './page.ts'

export type LoginConsentView = {
  uid: string
  csrf: string
  app: { name: string; owner: string; purpose: string }
  person: string
  sharesName: boolean
  staysLoggedIn: boolean
  /** It is for a device whose code the person entered. */
  device?: boolean
}

export const loginConsentPage = ({
  uid,
  csrf,
  app,
  person,
  sharesName,
  staysLoggedIn,
  device
}: LoginConsentView): Html =>
  page(
    `Log in to ${app.name}`,
    html`<h1>Log in to ${app.name}?</h1>
      <p>${app.name} by ${app.owner}. You are ${person}.</p>
      ${device && deviceNote(app.name)}
      <p><strong>Why?</strong> ${app.purpose}</p>
      <p>
        ${app.name} will know you by an id that no other app gets${sharesName && `, and by your name, ${person}`}. It
        cannot see your handle, your friends or any message.
      </p>
      ${staysLoggedIn && html`<p>It stays logged in while you are away.</p>`}
      <form method="post" action="/oauth/interaction/${uid}/consent">
        <input type="hidden" name="csrf" value="${csrf}" />
        <div class="decision">
          <button type="submit" name="decision" value="login">Log in</button>
          <button type="submit" name="decision" value="deny">Deny</button>
        </div>
      </form>`
  )
