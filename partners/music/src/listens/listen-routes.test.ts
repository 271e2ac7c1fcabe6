// Tests of the scrobble address with people who logged in for real.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startMusicStage } from '@parley/world/test-music.ts'
import { signUpPerson } from '@parley/world/test-person.ts'

const music = await startMusicStage()
const { parley, ana, logIn, listen } = music
after(music.close)

test('log in only is enough to listen', async () => {
  const cleo = await signUpPerson(parley, 'cleo')
  const browser = await logIn(cleo, 'Log in only', {})
  assert.match(browser.seen!.text, /You are logged in, and that is all/)
  assert.match((await browser.open(`${music.url}/share?tune=0`)).text, /Connect to messages/)
  assert.equal(
    (await music.submit(await music.tokenOf(browser), listen('Alone', Math.floor(Date.now() / 1000)))).status,
    200
  )
})

test('scrobblers are answered as ListenBrainz answers', async () => {
  const browser = await logIn(ana)
  const token = await music.tokenOf(browser)
  const valid = await fetch(`${music.url}/1/validate-token`, { headers: { authorization: `Token ${token}` } })
  assert.deepEqual(await valid.json(), { code: 200, message: 'Token valid.', valid: true, user_name: 'Ana' })
  assert.ok(Number(valid.headers.get('x-ratelimit-remaining')) > 0)
  const invalid = await fetch(`${music.url}/1/validate-token?token=nope`)
  assert.deepEqual(await invalid.json(), { code: 200, message: 'Token invalid.', valid: false })
  assert.equal((await fetch(`${music.url}/1/validate-token`)).status, 400)
  assert.equal((await music.submit('nope', listen('x'))).status, 401)
  for (const body of [
    '{"listen_type":"single","payload":[{"listened_at":NaN}]}',
    '{',
    '',
    { listen_type: 'single', payload: [] }
  ]) {
    const answer = await music.submit(token, body)
    const { code, error } = (await answer.json()) as { code: number; error: string }
    assert.deepEqual([answer.status, code], [400, 400])
    assert.ok(error.length > 10)
  }
  assert.equal((await music.submit(token, `"${'x'.repeat(11_000_000)}"`)).status, 413)
  const said = (await browser.open(`${music.url}/settings`)).text
  assert.match(said, /Last calls Refused: .* ListenBrainz, just now/)
  assert.match((await browser.click('Make a new token')).text, /This is your new token/)
  assert.equal((await music.submit(token, listen('x'))).status, 401)
})

test('a player that never stops calling is asked to wait', async ({ mock }) => {
  const browser = await logIn(ana)
  const token = await music.tokenOf(browser)
  // However long the calls take, they are in one window.
  mock.timers.enable({ apis: ['Date'], now: Date.now() })
  const { headers } = await music.submit(token, listen('storm'))
  const left = Number(headers.get('x-ratelimit-remaining'))
  const answers = await Promise.all(Array.from({ length: left + 20 }, () => music.submit(token, listen('storm'))))
  const limited = answers.filter(({ status }) => status === 429)
  assert.equal(limited.length, 20)
  assert.ok(limited.every((answer) => Number(answer.headers.get('retry-after')) > 0))
})
