// The frame of every page.
import type { Browser } from '../people/browser-session.ts'
import { type Html, html, type Value } from './html.ts'

export type Page = {
  title: string
  /** The address of the page in the navigation, to mark it. */
  here?: string
  browser?: Browser | undefined
  body: Value
}

const places: [string, string][] = [
  ['/', 'Listen'],
  ['/history', 'History'],
  ['/shares', 'Shares'],
  ['/settings', 'Settings']
]

/** A hidden field that every form of a signed-in person carries. */
export const formKey = (browser: Browser): Html =>
  html`<input type="hidden" name="form_key" value="${browser.formKey}" />`

const navigation = (here: string | undefined): Html =>
  html`<nav class="places" aria-label="Music">
    ${places.map(([href, name]) => html`<a href="${href}" ${here === href && html` aria-current="page"`}>${name}</a>`)}
  </nav>`

/** The whole document. */
export const layout = ({ title, here, browser, body }: Page): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title} · Music</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        ${['frame', 'songs', 'shares'].map((name) => html`<link rel="stylesheet" href="/assets/${name}.css" />`)}
        ${browser && ['share-dialog', 'fresh'].map((name) => html`<script type="module" src="/assets/client/${name}.ts"></script>`)}
      </head>
      <body>
        <a class="skip" href="#main">To the content</a>
        <header class="top">
          <a class="brand" href="/"
            ><svg viewBox="0 0 32 32" aria-hidden="true">
              <circle cx="16" cy="16" r="15" />
              <path d="M1 16a15 15 0 0 1 15-15v9a6 6 0 0 0-6 6z" />
              <circle cx="16" cy="16" r="3.5" /></svg
            >Music</a
          >
          ${browser && navigation(here)}
        </header>
        <main id="main" tabindex="-1">${body}</main>
      </body>
    </html>`
