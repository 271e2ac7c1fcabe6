// The frame of the login pages, and the headers that they are sent with.
import { html, type Html } from './html.ts'

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
        <header class="brand"><span aria-hidden="true">◍</span> Parley</header>
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

/** A page that says one thing. */
export const messagePage = (title: string, text: string, more?: Html): Html =>
  page(
    title,
    html`<h1>${title}</h1>
      <p>${text}</p>
      ${more}`
  )
