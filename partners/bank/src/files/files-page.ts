// Files of bookings: giving one, and what became of each.
import { fileLimits } from '@parley/connectors/camt054/read-camt.ts'
import type { Inbox } from '@parley/connectors/inbox/open-inbox.ts'
import { type Html, html, linkList, Refused, type Site, uploadAt, when } from '@parley/site'
import { ownAccount } from '../transfers/own-account.ts'
import { leftOutWords, listLeftOut, listReports, readReport, type Report } from './report.ts'

const pageRows = 30

const counts = ({ transfer, reversal, known }: Report): string =>
  `${transfer} taken, ${known} known already${reversal > 0 ? `, ${reversal} reversed` : ''}`

const standing = (report: Report): string =>
  ({ running: 'being taken', failed: 'not taken', done: counts(report) })[report.state]

const outcome = (report: Report): Html => {
  const { state, problem, read, leftOut } = report
  if (problem) return html`<p class="said wrong" role="alert">Nothing was taken. ${problem}</p>`
  const reasons = Object.entries(leftOut).sort(([, one], [, other]) => other - one)
  return html`${state === 'running' && html`<p>Still being taken. Entries so far: ${read}.</p>`}
    <p>${counts(report)}.</p>
    ${reasons.length > 0 && html`<p>Left out:</p>`}
    <ul class="reasons">
      ${reasons.map(([reason, count]) => html`<li>${count} ${leftOutWords[reason]}</li>`)}
    </ul>`
}

const form = (key: Html): Html =>
  html`<form method="post" action="/files" enctype="multipart/form-data" class="panel">
    ${key}
    <label class="field"
      ><span>A camt.054 file <span class="small">(version 02, 04 or 08, up to 64 MB)</span></span
      ><input type="file" name="file" accept=".xml,application/xml,text/xml" required
    /></label>
    <p class="small">Bookings of your own account are taken. Nothing is sent to anybody.</p>
    <div class="actions"><button class="primary">Import it</button></div>
  </form>`

/** A person sees what became of the own files; only bookings of the own account are taken from them. */
export const filesPages = async (site: Site, inbox: Inbox<Report>): Promise<void> => {
  const { db } = site
  await uploadAt(site, '/files', fileLimits.bytes, async ({ person: { id } }, { name, bytes }) => {
    ownAccount(db, id)
    const report = await inbox.take(bytes, { source: 'upload', name: name || 'A file', person: id })
    return `/files/${report.id}`
  })

  site.show('/files', ({ browser, person, number }) => {
    const reports = listReports(db, person.id, pageRows, number('before'))
    const older = reports.length === pageRows && `/files?before=${reports.at(-1)!.place}`
    const lines = reports.map((report) => ({
      href: `/files/${report.id}`,
      main: html`<span class="who">${report.name}</span>`,
      aside: html`<span class="small">${standing(report)} · ${when(report.at)}</span>`
    }))
    const body = html`<h1>Files</h1>
      ${form(site.formKey(browser))}
      <section aria-labelledby="given-title">
        <h2 id="given-title">Files that you gave</h2>
        ${linkList(lines, 'None yet.', older)}
      </section>`
    return { title: 'Files', here: '/files', body }
  })

  site.show('/files/:id', ({ person, at, number }) => {
    const report = readReport(db, at('id'), person.id)
    if (!report) throw new Refused(404, 'No such file', 'It is not one that you gave.')
    const { items, next } = listLeftOut(db, report.id, number('after'))
    const body = html`<p class="small"><a href="/files">Files</a></p>
      <h1>${report.name}</h1>
      <section id="outcome" data-fresh class="panel" aria-label="What became of it">${outcome(report)}</section>
      ${items.length > 0 && html`<h2>Left out, one by one</h2>`}
      <ul class="reasons">
        ${items.map(
          ({ entry, nth, reason }) =>
            html`<li>Entry ${entry}${nth !== null && `, transaction ${nth + 1}`}: ${leftOutWords[reason]}</li>`
        )}
      </ul>
      ${next && html`<p><a class="button" href="/files/${report.id}?after=${next}">More</a></p>`}`
    return { title: report.name, here: '/files', body }
  })
}
