// Tests of the television: a login by code against a real platform.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openStore } from '@parley/site'
import { type Seen, TestBrowser } from '@parley/world/test-browser.ts'
import { allow, eventually, startWatchingStage } from '@parley/world/test-watching.ts'
import { jellyfinFilm } from '@parley/connectors/media/test-reports.ts'

let stage: Awaited<ReturnType<typeof startWatchingStage>>
before(async () => {
  stage = await startWatchingStage()
  await stage.browser.click('Log in with Parley')
  await stage.browser.click('Allow', allow(stage.conversation))
  await stage.findHook()
  await stage.report(jellyfinFilm())
  await stage.open('/')
  await stage.browser.click('This is me')
})
after(() => stage?.close())

test('a television logs in by a code and gets no permission; a code that somebody said no to is replaced', async () => {
  const tv = new TestBrowser(stage.url, stage.url)
  const codeOn = (seen: Seen): string => /id="code">([^<]+)</.exec(seen.body)?.[1] ?? `none: ${seen.text}`
  const look = () => tv.open(`${stage.url}/tv`)
  const enter = async (code: string, answer: string): Promise<Seen> => {
    const phone = new TestBrowser(stage.parley.url)
    phone.addCookie(stage.ana.cookie)
    await phone.open(/(http[^<\s]*device[^<\s]*)/.exec(tvAddress)?.[1] ?? tvAddress)
    await phone.click('Continue', { text: { user_code: code } })
    await phone.click('Yes, continue')
    return phone.click(answer)
  }
  const first = await look()
  const tvAddress = `http://${/screen-address">([^<]+)</.exec(first.body)?.[1]}`
  assert.match(first.body, /<svg class="qr"[^>]*role="img"/)
  assert.equal(codeOn(await look()), codeOn(first), 'it stays while it holds')
  await enter(codeOn(first), 'Deny')
  const second = await eventually(look, (seen) => codeOn(seen) !== codeOn(first))
  await enter(codeOn(second), 'Log in')
  const shelf = await eventually(look, ({ text }) => text.includes('shelf'))
  assert.match(shelf.text, /Ana’s shelf.*The Lamplighter/i)
  assert.match((await look()).text, /Ana’s shelf/i)
  const db = openStore(stage.folder, 'watching', '')
  assert.equal(db.prepare('select count(*) as n from person').get()?.['n'], 1)
  db.close()
  assert.doesNotMatch((await stage.open('/')).text, /and that is all|has ended/, 'the permission is as it was')
})
