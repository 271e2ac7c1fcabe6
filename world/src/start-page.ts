// The start page of the demo: what Parley is, who to be, and each app with what it may do.
import { type Html, html } from '@parley/server/login/html.ts'
import { appRights } from './app-rights.ts'
import { appUrl, type DemoApp, demoApps } from './demo-apps.ts'
import { demoPassword, demoPeople } from './demo-history.ts'
import { demoWitnesses, witnessUrl } from './demo-witnesses.ts'

export type StartPlaces = { parley: string; portBase: number; hasWitnesses: boolean }

const items = (lines: readonly string[]): Html[] => lines.map((line) => html`<li>${line}</li>`)

const card = (app: DemoApp, url: string, isUp: boolean): Html => {
  const { may, mayNot, where } = appRights(app)
  return html`<article class="app" aria-labelledby="${app.id}">
    <header>
      <h3 id="${app.id}">${app.name}</h3>
      <p class="state ${isUp ? 'up' : 'down'}">${isUp ? 'Running' : 'Not running'}</p>
    </header>
    <p class="quiet">of ${app.owner}</p>
    <p>${app.does}</p>
    <p>${isUp ? html`<a class="button" href="${url}">Open ${app.name}</a>` : ''} <code>${url}</code></p>
    <div class="rights">
      <div>
        <h4>It asks to</h4>
        <ul class="yes">
          ${items(may)}
        </ul>
      </div>
      <div>
        <h4>It cannot</h4>
        <ul class="no">
          ${items(mayNot)}
        </ul>
      </div>
    </div>
    <p class="quiet">${where} The person can allow less, and revoke it at any time.</p>
    <h4>Try it</h4>
    <ol class="steps">
      ${items(app.steps)}
    </ol>
  </article>`
}

const watchers = ({ portBase, hasWitnesses }: StartPlaces): Html =>
  hasWitnesses
    ? html`<p>
        These witnesses sign it only while it grows:
        ${demoWitnesses.map((one, i) => html`${i > 0 ? ', ' : ''}<a href="${witnessUrl(one, portBase)}/vkey">${one.title}</a>`)}.
      </p>`
    : html``

/** up: ids of the apps that answered just now. */
export const startPage = (places: StartPlaces, up: ReadonlySet<string>): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Parley: start here</title>
        <link rel="stylesheet" href="/start-page.css" />
        <link rel="icon" href="${places.parley}/favicon.svg" />
      </head>
      <body>
        <main>
          <header class="top">
            <h1>Parley</h1>
            <p class="lead">
              A messenger whose partner apps can read, write and delete messages only under a permission that a person
              gave and can revoke, and whose every use can be checked.
            </p>
            <p><a class="button" href="${places.parley}">Open Parley</a> <code>${places.parley}</code></p>
          </header>
          <section aria-labelledby="people">
            <h2 id="people">Sign in as one of them</h2>
            <p>The password of each is <code>${demoPassword}</code></p>
            <ul class="people">
              ${demoPeople.map(({ handle, name }) => html`<li><code>${handle}</code> ${name}</li>`)}
            </ul>
            <p class="quiet">All four are friends. To be two people at once, open a private window.</p>
          </section>
          <section aria-labelledby="apps">
            <h2 id="apps">Apps</h2>
            <div class="apps">
              ${demoApps.toSorted((a, b) => a.place - b.place).map((app) => card(app, appUrl(app, places.portBase), up.has(app.id)))}
            </div>
          </section>
          <section aria-labelledby="log">
            <h2 id="log">The log</h2>
            <p>
              <a href="${places.parley}/transparency">Every access and every permission is an entry of a public log.</a>
            </p>
            ${watchers(places)}
          </section>
        </main>
      </body>
    </html>`
