// The pages of logging out at an app's wish (OpenID Connect RP-Initiated Logout 1.0).
import { html, type Html } from './html.ts'
import { messagePage, page } from './page.ts'

/** action and secret: of the provider's own form, which it checks. */
export const logoutPage = (app: string | undefined, action: string, secret: string): Html =>
  page(
    'Sign out',
    html`<h1>Sign out of Parley too?</h1>
      <p>
        ${app === undefined ? 'An app' : app} has logged you out. You are still signed in to Parley in this browser.
      </p>
      <form method="post" action="${action}">
        <input type="hidden" name="xsrf" value="${secret}" />
        <div class="decision">
          <button type="submit" name="logout" value="yes">Sign out of Parley</button>
          <button type="submit">Stay signed in</button>
        </div>
      </form>`
  )

export const loggedOutPage = (): Html => messagePage('Done', 'You can close this page.')
