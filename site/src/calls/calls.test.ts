// Tests of addresses for other programs, in a small app on the kit, over HTTP.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { freePort } from '@parley/world/test-platform.ts'
import { startSiteStage } from '@parley/world/test-site.ts'
import { html } from '../html.ts'
import { openSite } from '../open-site.ts'
import { meetPerson } from '../people/person.ts'
import { readSiteConfig } from '../read-site-config.ts'
import type { Site } from '../site.ts'
import { lastCalls } from './last-calls.ts'
import { callLimit } from './call-scope.ts'

class BadInput extends Error {
  readonly status = 422
}

const openBells = (env: Record<string, string>): Promise<Site> =>
  openSite({
    name: 'Bells',
    config: readSiteConfig({ name: 'BELLS', folder: 'bells', place: 9 }, env),
    ask: { actions: ['read'], messages: 'own' },
    needs: 'To ring, allow it.',
    places: [['/', 'Bells']],
    brand: html`<svg viewBox="0 0 1 1" aria-hidden="true"></svg>`,
    landing: (at) => at.loginForm(),
    sayings: { token: 'This is your new address.' }
  })

const settings = {
  title: 'Your bell',
  about: html`Give this to your bell.`,
  fields: ({ url, token }: { url: string; token: string }) => [
    { name: 'Address', value: `${url}/ring` },
    { name: 'Token', value: token, what: 'a secret' }
  ],
  renew: 'Make a new address',
  none: 'No bell has called yet.'
}

let site: Site
const startBells = async (env: Record<string, string>) => {
  site = await openBells(env)
  site.show('/', ({ person }) => ({ title: 'Bells', body: html`<h1>Hello, ${person.name}</h1>` }))
  site.calls({ at: '/hooks', token: 'path', settings }, (calls) => {
    calls.post('/chime', { source: 'the bell', field: 'tune' }, ({ body, note }) => {
      const text = new TextDecoder().decode(body())
      note(`Chimed ${text}`)
      return { text }
    })
    calls.post('/ring/:how', { source: 'the bell' }, ({ person, body, at, note }) => {
      const text = new TextDecoder().decode(body())
      if (text === 'broken') throw new Error('a secret cause')
      if (text === 'wrong') throw new BadInput('It must ring.')
      note(`Rang ${text}`)
      return { person: person.name, how: at('how'), text }
    })
  })
  await site.listen()
  return { url: site.config.url, close: site.close }
}

const stage = await startSiteStage({ id: 'bells', place: 9, start: startBells })
after(stage.close)
const { ana, ben } = stage

const ring = async (address: string, body: BodyInit, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${address}/loudly`, { method: 'POST', body, headers })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown>, headers: answer.headers }
}

/** A browser of this person at Settings, and the address that it shows. */
const atSettings = async (person = ana) => {
  const browser = await stage.logIn(person, 'Log in only', {})
  const look = async () =>
    /readonly value="([^"]+\/ring)"/.exec((await browser.open(`${stage.url}/settings`)).body)![1]!
  return { browser, look, address: await look() }
}

test('a call is its person’s, whatever its content type says, and Settings shows what came of it', async () => {
  const { browser, address } = await atSettings()
  assert.match(
    browser.seen!.text,
    /Your bell Give this to your bell\. Address Token \(a secret\) .*No bell has called yet/
  )
  for (const type of [
    'application/json',
    'text/plain',
    'multipart/form-data',
    'application/x-www-form-urlencoded',
    'no'
  ]) {
    const answer = await ring(address, 'twice', { 'content-type': type, origin: 'https://bell.example' })
    assert.deepEqual([answer.status, answer.body], [200, { person: 'Ana', how: 'loudly', text: 'twice' }], type)
  }
  const { text, body } = await browser.open(`${stage.url}/settings`)
  assert.match(text, /Last calls Rang twice the bell, just now , 5 times/)
  assert.ok(!body.split('id="calls"')[1]!.includes(address.split('/').at(-2)!))
})

test('a refused call is answered and noted in the same sentence, and a fault keeps its cause', async () => {
  const { browser, address } = await atSettings()
  assert.deepEqual((await ring(address, 'wrong')).body, { error: 'It must ring.' })
  assert.equal((await ring(address, 'wrong')).status, 422)
  assert.deepEqual(await ring(address, '').then(({ status, body }) => [status, body['error']]), [
    400,
    'The request has no body.'
  ])
  const large = await ring(address, 'x'.repeat(600_000))
  assert.deepEqual([large.status, large.body['error']], [413, 'The body is too large.'])
  assert.match(
    (await browser.open(`${stage.url}/settings`)).text,
    /Refused: The body is too large\. the bell.*Refused: The request has no body\. .*Refused: It must ring\. .*2 times/
  )
  const fault = await ring(address, 'broken')
  assert.equal(fault.status, 500)
  assert.ok(!JSON.stringify(fault.body).includes('secret'))
})

test('an address that nobody has leads nowhere and leaves nothing; a new one ends the old one', async () => {
  const { browser, look, address } = await atSettings(ben)
  const nobody = address.replace(/\/[\w-]{43}\//, `/${'x'.repeat(43)}/`)
  assert.deepEqual(await ring(nobody, 'x').then(({ status }) => status), 404)
  assert.equal((await ring(address.replace('/ring', '/nothing'), 'x')).status, 404)
  assert.match((await browser.open(`${stage.url}/settings`)).text, /No bell has called yet/)
  assert.match((await browser.click('Make a new address')).text, /This is your new address\./)
  assert.equal((await ring(address, 'x')).status, 404)
  const now = await look()
  assert.notEqual(now, address)
  assert.equal((await ring(now, 'x')).body['person'], 'Ben')
  const foreign = await browser.request(`${stage.url}/settings/token`, {
    method: 'POST',
    body: new URLSearchParams(),
    headers: { origin: stage.url }
  })
  assert.equal(foreign.status, 403)
})

test('a field of a form is the body, and the picture beside it is read past', async () => {
  const { browser, address } = await atSettings()
  const chime = async (body: BodyInit, headers: Record<string, string> = {}) => {
    const answer = await fetch(address.replace(/\/ring$/, '/chime'), { method: 'POST', body, headers })
    return [answer.status, await answer.json()]
  }
  const form = (tune: string | undefined, megabytes = 0): FormData => {
    const data = new FormData()
    if (tune !== undefined) data.append('tune', tune)
    if (megabytes > 0) data.append('picture', new Blob([Buffer.alloc(megabytes * 1024 * 1024)]), 'bell.jpg')
    return data
  }
  assert.deepEqual(await chime(form('ding')), [200, { text: 'ding' }])
  assert.deepEqual(await chime(form('dong', 19)), [200, { text: 'dong' }])
  assert.deepEqual(await chime(form('dang', 21)), [413, { error: 'The body is too large.' }])
  assert.deepEqual(await chime(form('x'.repeat(600_000))), [413, { error: 'The body is too large.' }])
  assert.deepEqual(await chime(form(undefined, 1)), [400, { error: 'The form has no field "tune".' }])
  assert.deepEqual(await chime('ding'), [415, { error: 'This address takes a form: multipart/form-data.' }])
  assert.equal((await chime('ding', { 'content-type': 'multipart/form-data' }))[0], 400)
  assert.match(
    (await browser.open(`${stage.url}/settings`)).text,
    /Refused: The form is broken.*Chimed dong.*Chimed ding/
  )
})

test('the list of calls has an end, and each person has their own', async () => {
  const [anas, bens] = [await atSettings(), await atSettings(ben)]
  for (let i = 0; i < 30; i++) await ring(anas.address, `song ${i}`)
  const { person } = site.db
    .prepare('select person from call_token where token = ?')
    .get(anas.address.split('/').at(-2)!) as {
    person: string
  }
  assert.deepEqual(
    lastCalls(site.db, person).map(({ said }) => said),
    Array.from({ length: 20 }, (_, i) => `Rang song ${29 - i}`)
  )
  assert.doesNotMatch((await bens.browser.open(`${stage.url}/settings`)).text, /song/)
})

test('a program that never stops calling is asked to wait, and others are not', async ({ mock }) => {
  const [anas, bens] = [await atSettings(), await atSettings(ben)]
  // However long the calls take, they are in one window.
  mock.timers.enable({ apis: ['Date'], now: Date.now() })
  const answers = await Promise.all(Array.from({ length: callLimit.max + 20 }, () => ring(anas.address, 'storm')))
  const limited = answers.filter(({ status }) => status === 429)
  assert.ok(limited.length >= 20)
  assert.ok(limited.every(({ headers }) => Number(headers.get('retry-after')) > 0))
  assert.ok(answers.every(({ headers }) => headers.get('x-ratelimit-limit') === String(callLimit.max)))
  assert.equal((await ring(bens.address, 'calm')).status, 200)
})

test('a token in a header, and refusals in the form of another protocol', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bells-test-'))
  const env = { BELLS_CLIENT_SECRET: 'x', PARLEY_DATA: folder, PARLEY_APP_PORT_BASE: String((await freePort()) - 9) }
  const other = await openBells(env)
  other.calls(
    { at: '/1', token: 'header', settings, refusal: (code, error) => ({ code, error }) },
    ({ post, scope, tokenOf, personOf }) => {
      post('/ring', { source: 'the bell', bytesMax: 8 }, ({ body, person }) => ({ [person.name]: body().length }))
      scope.get('/who', async (request) => ({ given: tokenOf(request) !== undefined, name: personOf(request)?.name }))
    }
  )
  await other.listen()
  const token = other.callToken(meetPerson(other.db, 'sub', 'Ana'))
  assert.equal(other.callToken(meetPerson(other.db, 'sub', 'Ana')), token, 'it stays')
  const ask = async (path: string, init: RequestInit) => {
    const answer = await fetch(`${other.config.url}/1${path}`, init)
    return [answer.status, await answer.json()]
  }
  const post = (authorization: string, body = 'ding') =>
    ask('/ring', { method: 'POST', body, headers: { authorization } })
  assert.deepEqual(await post(`Token ${token}`), [200, { Ana: 4 }])
  assert.deepEqual(await post('Token nope'), [401, { code: 401, error: 'Invalid authorization token.' }])
  assert.deepEqual((await post(''))[0], 401)
  assert.deepEqual(await post(`Token ${token}`, 'ding dong'), [413, { code: 413, error: 'The body is too large.' }])
  assert.deepEqual(await ask(`/who?token=${token}`, {}), [200, { given: true, name: 'Ana' }])
  assert.deepEqual(await ask('/who?token=nope', {}), [200, { given: true }])
  assert.deepEqual(await ask('/nothing', {}), [404, { code: 404, error: 'There is no such address.' }])
  await other.close()
  rmSync(folder, { recursive: true })
})
