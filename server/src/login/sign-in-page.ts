// The page that asks who somebody is, on their way to an app.
import { html, type Html } from './html.ts'
import { page } from './page.ts'

export type SignInView = {
  uid: string
  app: string
  csrf: string
  /** Signed in already, and asked which account to use. */
  current?: string
  handle?: string
  problem?: string
  /** On the way to a device, and not back to the app in this browser. */
  device?: boolean
}

export const signInPage = ({ uid, app, csrf, current, handle, problem, device }: SignInView): Html =>
  page(
    'Sign in',
    html`<h1>Sign in to Parley</h1>
      <p>to go on to <strong>${app}</strong>${device && ' on your device'}</p>
      ${problem !== undefined && html`<p class="problem" role="alert">${problem}</p>`}
      ${
        current !== undefined &&
        html`<form method="post" action="/oauth/interaction/${uid}/continue">
            <input type="hidden" name="csrf" value="${csrf}" />
            <p><button type="submit">Go on as ${current}</button></p>
          </form>
          <p>or as somebody else:</p>`
      }
      <form method="post" action="/oauth/interaction/${uid}/sign-in">
        <input type="hidden" name="csrf" value="${csrf}" />
        <label
          >Handle
          <input
            name="handle"
            value="${handle ?? ''}"
            autocomplete="username"
            autocapitalize="none"
            spellcheck="false"
            maxlength="64"
            required
            ${handle === undefined && html` autofocus`}
        /></label>
        <label
          >Password
          <input
            name="password"
            type="password"
            autocomplete="current-password"
            maxlength="256"
            required
            ${handle !== undefined && html` autofocus`}
        /></label>
        <div class="decision"><button type="submit">Sign in</button></div>
      </form>
      <div class="decision">
        <button type="button" class="plain" id="passkey" hidden>Sign in with a passkey</button>
      </div>
      <p class="problem" role="alert" id="passkey-problem" hidden></p>
      <p><a href="/sign-up?next=/oauth/interaction/${uid}">I am new here: sign up</a></p>
      <form method="post" action="/oauth/interaction/${uid}/deny">
        <input type="hidden" name="csrf" value="${csrf}" />
        <p><button type="submit" class="plain">${device ? 'Cancel' : `Back to ${app} without signing in`}</button></p>
      </form>
      <script src="/oauth/passkey.mjs" type="module"></script>`
  )
