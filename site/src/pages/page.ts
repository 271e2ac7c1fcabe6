// The frame of every page.
import { type Html, html, type Value } from '../html.ts'
import type { Browser } from '../people/browser-session.ts'
import type { SiteOptions } from '../site.ts'

export type Page = {
  title: string
  /** The address of the page in the navigation, to mark it. */
  here?: string
  browser?: Browser | undefined
  body: Value
  /** What stands above the body. */
  notice?: Value
  /** The HTTP status; 200 unless told. */
  status?: number
}

/** styles: names of all style sheets. icon: whether the app has one. */
export type Frame = Pick<SiteOptions, 'name' | 'brand' | 'places'> & { styles: string[]; icon: boolean }

const navigation = ({ name, places }: Frame, here: string | undefined): Html =>
  html`<nav class="places" aria-label="${name}">
    ${[...places, ['/settings', 'Settings'] as const].map(([href, place]) => html`<a href="${href}" ${here === href && html` aria-current="page"`}>${place}</a>`)}
  </nav>`

/** The whole document. */
export const framedPage = (frame: Frame, { title, here, browser, body, notice }: Page): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title} · ${frame.name}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        ${frame.icon && html`<link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />`}
        ${frame.styles.map((name) => html`<link rel="stylesheet" href="/assets/${name}" />`)}
        ${browser && ['sheet', 'fresh', 'choose-value'].map((name) => html`<script type="module" src="/assets/${name}.ts"></script>`)}
      </head>
      <body>
        <a class="skip" href="#main">To the content</a>
        <header class="top">
          <a class="brand" href="/">${frame.brand}${frame.name}</a>
          ${browser && navigation(frame, here)}
        </header>
        <main id="main" tabindex="-1">${notice}${body}</main>
      </body>
    </html>`
