// The pages on which a person connects a device that shows a code (RFC 8628 §3.3).
import { html, type Html } from './html.ts'
import { messagePage, minutesOf, page } from './page.ts'

// RFC 8628 §5.4: whoever sends people codes wants to be connected in their name.
const warning = (app: string): Html =>
  html`<p class="warning">
    <strong>Did somebody send you this code or a link to this page?</strong> Then cancel: it would connect their device,
    and ${app} on it would act as you. Parley and its apps never send codes.
  </p>`

/** On the pages that ask for consent: where what is allowed goes. */
export const deviceNote = (app: string): Html =>
  html`<p>You entered a code from a device. What you allow here is for ${app} on that device.</p>`

/** action and secret: of the provider's own form, which it checks. */
export type DeviceForm = { action: string; secret: string }

/** code: what was entered, when it did not work; problem: why. */
export const enterCodePage = ({ action, secret }: DeviceForm, code?: string, problem?: string): Html =>
  page(
    'Connect a device',
    html`<h1>Connect a device</h1>
      ${problem !== undefined && html`<p class="problem" role="alert">${problem}</p>`}
      <form method="post" action="${action}">
        <input type="hidden" name="xsrf" value="${secret}" />
        <label
          >The code that your device shows
          <input
            class="code"
            name="user_code"
            value="${code ?? ''}"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            maxlength="40"
            required
            autofocus
        /></label>
        ${warning('the app')}
        <div class="decision">
          <button type="submit">Continue</button>
          <a href="/">Cancel</a>
        </div>
      </form>`
  )

export type ConfirmView = DeviceForm & { code: string; app: { name: string; owner: string } }

export const confirmCodePage = ({ action, secret, code, app }: ConfirmView): Html =>
  page(
    'Compare the code',
    html`<h1>Is this the code on your device?</h1>
      <p class="code">${code}</p>
      <p>The device connects <strong>${app.name}</strong>, an app by ${app.owner}. What it may do is asked next.</p>
      ${warning(app.name)}
      <form method="post" action="${action}">
        <input type="hidden" name="xsrf" value="${secret}" />
        <input type="hidden" name="user_code" value="${code}" />
        <div class="decision">
          <button type="submit" name="confirm" value="yes">Yes, continue</button>
          <button type="submit" name="abort" value="yes">No, cancel</button>
        </div>
      </form>`
  )

export const connectedPage = (app: string): Html =>
  messagePage('Your device is connected', `You can go back to your TV or other device: ${app} goes on there.`)

export const deviceDeniedPage = (): Html =>
  messagePage('Nothing was allowed', 'The device is told that you said no. You can close this page.')

export const deviceFailedPage = (isOurs: boolean): Html =>
  messagePage(
    'This device cannot be connected',
    isOurs
      ? 'This is our mistake. Have the device show a new code and try again.'
      : 'Something is wrong with what the app asked for, or the app may not be used now. Have the device show a new code.'
  )

export const tooManyCodesPage = (seconds: number): Html =>
  messagePage(
    'Too many codes',
    `Too many codes were tried here. Wait ${minutesOf(seconds)}, then enter the code that your device shows.`
  )
