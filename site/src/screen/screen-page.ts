// What a television shows: to be read from ten feet, and used with nothing but a way to look at it.
import type { StartedDevice } from '@parley/sdk'
import { type Html, html } from '../html.ts'
import type { Frame } from '../pages/page.ts'
import { qr } from './qr.ts'

/** Looks for news by itself; without scripts the whole page is loaded again. */
export const screenDocument = ({ styles, icon }: Pick<Frame, 'styles' | 'icon'>, title: string, body: Html): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <noscript><meta http-equiv="refresh" content="8" /></noscript>
        ${styles.map((name) => html`<link rel="stylesheet" href="/assets/${name}" />`)}
        <script type="module" src="/assets/fresh.ts"></script>
        ${icon && html`<link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />`}
      </head>
      <body class="screen">
        <main id="main"><div id="screen" data-fresh aria-live="polite">${body}</div></main>
      </body>
    </html>`

/** The code is compared with the one that Parley shows on the other screen. */
export const codeBody = ({
  userCode,
  verificationUri,
  verificationUriComplete
}: Pick<StartedDevice, 'userCode' | 'verificationUri' | 'verificationUriComplete'>): Html =>
  html`<section class="screen-login" aria-labelledby="screen-title">
    <div>
      <h1 id="screen-title">Log in with Parley</h1>
      <p>On your phone or computer, open</p>
      <p class="screen-address">${verificationUri.replace(/^https?:\/\//, '')}</p>
      <p>and enter this code</p>
      <p class="screen-code" id="code">${userCode}</p>
      <p class="small">This screen only learns who you are. It may not read or write your messages.</p>
    </div>
    <div class="screen-scan">
      ${qr(verificationUriComplete, 'The address with the code, as a QR code')}
      <p class="small">Or scan this with your phone</p>
    </div>
  </section>`

export const problemBody = (text: string): Html =>
  html`<section class="screen-login">
    <div>
      <h1>Just a moment</h1>
      <p>${text}</p>
    </div>
  </section>`
