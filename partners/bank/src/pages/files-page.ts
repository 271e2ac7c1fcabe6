// Files of bookings: giving one, and what became of each.
import { type Browser, type Html, html, type Site, when } from '@parley/site'
import type { LeftOut, Report } from '../imports/report.ts'

const counts = ({ taken, reversals, known }: Report): string =>
  `${taken} taken, ${known} known already${reversals > 0 ? `, ${reversals} reversed` : ''}`

const reportPart = (report: Report): Html =>
  report.state === 'failed'
    ? html`<p class="said wrong" role="alert">Nothing was taken. ${report.problem}</p>`
    : html`<p>${counts(report)}.</p>
        ${
          report.leftOut.length > 0 &&
          html`<p>Left out:</p>
            <ul class="reasons">
              ${report.leftOut.map(({ words, count }) => html`<li>${count} ${words}</li>`)}
            </ul>`
        }`

const outcome = (report: Report): string => (report.state === 'failed' ? 'not taken' : counts(report))

export const filesBody = (site: Site, browser: Browser, reports: readonly Report[], older: string | undefined): Html =>
  html`<h1>Files</h1>
    <form method="post" action="/files" enctype="multipart/form-data" class="panel">
      ${site.formKey(browser)}
      <label class="field"
        ><span>A camt.054 file <span class="small">(version 02, 04 or 08, up to 64 MB)</span></span
        ><input type="file" name="file" accept=".xml,application/xml,text/xml" required
      /></label>
      <p class="small">Bookings of your own account are taken. Nothing is sent to anybody.</p>
      <div class="actions"><button class="primary">Take it</button></div>
    </form>
    <section aria-labelledby="given-title">
      <h2 id="given-title">Files that you gave</h2>
      ${
        reports.length === 0
          ? html`<p class="empty">None yet.</p>`
          : html`<ul class="ledger">
              ${reports.map(
                (report) =>
                  html`<li>
                    <a href="/files/${report.id}"
                      ><span class="who">${report.name}</span><span class="small">${when(report.at)}</span
                      ><span class="small standing">${outcome(report)}</span></a
                    >
                  </li>`
              )}
            </ul>`
      }
      ${older && html`<p><a class="button" href="${older}">Older</a></p>`}
    </section>`

/** rows: one page of what was left out; more: the address of the next. */
export const reportBody = (report: Report, rows: readonly LeftOut[], more: string | undefined): Html =>
  html`<header class="account">
      <p class="small"><a href="/files">Files</a></p>
      <h1>${report.name}</h1>
    </header>
    <section class="panel" aria-label="What became of it">${reportPart(report)}</section>
    ${
      rows.length > 0 &&
      html`<table class="left-out">
        <caption>
          Left out, one by one
        </caption>
        <thead>
          <tr>
            <th scope="col">Entry</th>
            <th scope="col">Transaction</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ entry, nth, words }) =>
              html`<tr>
                <td>${entry}</td>
                <td>${nth === null ? '–' : nth + 1}</td>
                <td>${words}</td>
              </tr>`
          )}
        </tbody>
      </table>`
    }
    ${more && html`<p><a class="button" href="${more}">More</a></p>`}`
