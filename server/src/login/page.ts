// The frame of the login pages, and the headers that they are sent with.
import { html, type Html } from './html.ts'

// The mark of web/public/favicon.svg, with the ground of the page between its two parts.
const mark = html`<svg viewBox="0 0 32 32" aria-hidden="true">
  <path class="back" d="M13 2.5a10.5 10.5 0 1 1-5.6 19.4L3 23.2l1.3-4.4A10.5 10.5 0 0 1 13 2.5Z" />
  <path
    class="gap"
    d="M17.5 11.5h9a4.5 4.5 0 0 1 4.5 4.5v7a4.5 4.5 0 0 1-3.6 4.4V32l-5-4.5h-4.9A4.5 4.5 0 0 1 13 23v-7a4.5 4.5 0 0 1 4.5-4.5Z"
  />
  <path
    class="front"
    d="M18 13.5h8.2a3 3 0 0 1 3 3v6.2a3 3 0 0 1-2.6 3v3.4l-3.8-3.4H18a3 3 0 0 1-3-3v-6.2a3 3 0 0 1 3-3Z"
  />
</svg>`

export const page = (title: string, body: Html): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Parley</title>
        <link rel="stylesheet" href="/oauth/page.css" />
      </head>
      <body>
        <header class="brand">${mark} Parley</header>
        <main>${body}</main>
      </body>
    </html> `

const originOf = (address: unknown): string | undefined => {
  const url = typeof address === 'string' ? URL.parse(address) : null
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? url.origin : undefined
}

/**
 * formsTo: an address that a form of this page ends at after redirects (browsers apply form-action to those too). Referrer-Policy is
 * same-origin and not no-referrer, with which browsers would send `Origin: null` with the form.
 */
export const pageHeaders = (formsTo?: unknown): Record<string, string> => ({
  'content-security-policy': [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "connect-src 'self'",
    `form-action ${["'self'", originOf(formsTo)].filter(Boolean).join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'"
  ].join('; '),
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store'
})

/** "a minute", "15 minutes": as long as somebody has to wait, and rather too long. */
export const minutesOf = (seconds: number): string => (seconds > 60 ? `${Math.ceil(seconds / 60)} minutes` : 'a minute')

/** A page that says one thing. */
export const messagePage = (title: string, text: string, more?: Html): Html =>
  page(
    title,
    html`<h1>${title}</h1>
      <p>${text}</p>
      ${more}
      <p><a href="/">Go to Parley</a></p>`
  )
