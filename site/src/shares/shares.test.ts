// Tests of sharing on the kit: what goes out once, what a refusal means, and what the app sends by itself, against a real platform.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { signUpPerson } from '@parley/world/test-person.ts'
import { everything, startSiteStage } from '@parley/world/test-site.ts'
import { parleyApp, type Session } from '@parley/sdk'
import { html } from '../html.ts'
import { openSite } from '../open-site.ts'
import { readSiteConfig } from '../read-site-config.ts'
import { atomically } from '../store/atomically.ts'
import type { Site } from '../site.ts'
import { sendShare } from './send-share.ts'
import type { ShareOptions } from './share-options.ts'

let site: Site
const shares: ShareOptions = {
  thing: (_db, _person, field) => {
    const name = field('book')
    if (!['Tides', 'Salt', 'Harbour', 'Lamps', 'Ropes'].includes(name)) return undefined
    const to = field('to') ? { conversation: field('to'), friend: 'Ben' } : undefined
    const card = { type: 'song' as const, name, byArtist: 'Mara' }
    return {
      about: name,
      heading: `Share ${name}`,
      button: 'Share it',
      content: { card },
      view: html`<b>${name}</b>`,
      to
    }
  },
  view: ({ card }) => html`<b>${card && 'name' in card && card.name}</b>`,
  once: 'friend',
  note: true,
  replies: true,
  deletes: false,
  words: { choose: 'With whom?', empty: 'Nothing yet.' },
  home: ({ about }) => `/books/${about}`
}

const startBooks = async (env: Record<string, string>) => {
  site = await openSite({
    name: 'Books',
    config: readSiteConfig({ name: 'BOOKS', folder: 'books', place: 9 }, env),
    ask: { actions: ['read', 'write'], friends: true, messages: 'own', from: 'from_now' },
    needs: 'To share a book, allow Books to write.',
    places: [['/shares', 'Shares']],
    brand: html`<svg viewBox="0 0 1 1" aria-hidden="true"></svg>`,
    landing: (at) =>
      html`<h1>Books</h1>
        ${at.loginForm()}`,
    shares
  })
  site.show('/', ({ person }) => ({ title: 'Books', here: '/', body: html`<h1>Hello, ${person.name}</h1>` }))
  site.show('/books/:name', async ({ person, at, browser, connection, notices }) => {
    const now = await connection()
    const notice = await notices(await site.shares.fetchReplies(person.id, now))
    const body = html`<h1>${at('name')}</h1>
      ${site.shares.of(person.id, at('name')).map((share) => site.shares.panel(browser, share, now))}`
    return { title: at('name'), here: '/', notice, body }
  })
  await site.listen()
  return { url: site.config.url, close: site.close }
}

const stage = await startSiteStage({ id: 'books', place: 9, start: startBooks })
const { parley, url, ana, ben, conversation, withDavid, logIn } = stage
after(stage.close)

type Event = { id: string; card?: { name: string }; text?: string }
const eventsOf = async (where: string): Promise<Event[]> =>
  (await ana.get<{ items: Event[] }>(`/api/conversations/${where}/events?limit=100`)).body.items
const named = async (where: string, name: string): Promise<Event[]> =>
  (await eventsOf(where)).filter(({ card }) => card?.name === name)
const liveGrant = async (): Promise<string> => {
  const { items } = (await ana.get<{ items: { id: string; ended?: unknown }[] }>('/api/grants')).body
  return items.find((grant) => !grant.ended)?.id ?? assert.fail('no live grant')
}
const me = (): string => site.db.prepare('select id from person where name = ?').get('Ana')!['id'] as string
const begin = (about: string, more: object = {}) =>
  site.shares.begin(me(), {
    about,
    once: conversation,
    conversation,
    friend: 'Ben',
    content: { card: { type: 'song', name: about, byArtist: 'Mara' } },
    ...more
  })
const until = async (done: () => boolean | Promise<boolean>): Promise<void> => {
  for (let i = 0; i < 100 && !(await done()); i++) await new Promise((resolve) => setTimeout(resolve, 50))
  assert.ok(await done())
}
const send = async (name: string, where: string, note = '') => {
  const browser = await logIn(ana, 'Allow', everything(conversation, withDavid))
  await browser.open(`${url}/share?book=${name}`)
  return { browser, seen: await browser.click('Share it', { text: { note }, tick: { conversation: [where] } }) }
}

test('a thing goes to each friend once, with the note, and its page shows the answers', async () => {
  const { browser, seen } = await send('Tides', conversation, 'read <this>')
  assert.equal(seen.url.pathname, '/books/Tides')
  assert.match(seen.text, /Sent to Ben, just now read <this> Replies No reply yet/)
  const [message] = await named(conversation, 'Tides')
  await ben.post(`/api/conversations/${conversation}/messages`, {
    clientId: crypto.randomUUID(),
    text: 'I will',
    replyTo: message!.id
  })
  assert.match((await browser.open(`${url}/books/Tides`)).text, /Replies Ben just now I will/)
  const form = await browser.open(`${url}/share?book=Tides`)
  assert.match(form.text, /Ben had it already.*With whom\? David/)
  assert.match((await browser.click('Share it', { tick: { conversation: [withDavid] } })).text, /Sent to David/)
  assert.match((await browser.open(`${url}/share?book=Tides`)).text, /Nobody else is left/)
  assert.equal((await named(conversation, 'Tides')).length, 1)
  assert.match((await browser.open(`${url}/shares`)).text, /Tides for David no reply yet.*Tides for Ben 1 reply/)
})

test('what is not there cannot be shared, and a broken form sends nothing', async () => {
  const browser = await logIn(ana)
  assert.equal((await browser.open(`${url}/share?book=Nothing`)).status, 404)
  await browser.open(`${url}/share?book=Salt`)
  assert.equal((await browser.click('Share it', { text: { note: 'x'.repeat(4001) } })).status, 400)
  await browser.open(`${url}/share?book=Salt`)
  assert.equal((await browser.click('Share it', { text: { id: 'no' } })).status, 400)
  assert.equal((await named(conversation, 'Salt')).length, 0)
  assert.equal((await browser.open(`${url}/shares/${crypto.randomUUID()}`)).status, 404)
})

test('a thing that names its friend asks for nobody', async () => {
  const browser = await logIn(ana)
  assert.doesNotMatch((await browser.open(`${url}/share?book=Ropes&to=${conversation}`)).text, /With whom/)
  assert.match((await browser.click('Share it')).text, /Sent to Ben/)
  assert.equal((await named(conversation, 'Ropes')).length, 1)
})

test('what was refused at its first try was not sent, and can be sent anew; what may have arrived keeps its id', async () => {
  const browser = await logIn(ana)
  const share = begin('Salt')
  const grant = await liveGrant()
  await ana.post(`/api/grants/${grant}/pause`, {})
  const { session } = await site.connection({ id: me(), sub: '', name: '', parleySession: sessionOf() })
  await assert.rejects(sendShare(site.db, session!, share), { code: 'grant_paused' })
  assert.equal(site.shares.read(me(), share.id)!.state, 'refused')
  const anew = begin('Salt')
  assert.notEqual(anew.id, share.id)
  site.db.prepare('update share set tried = 1 where id = ?').run(anew.id)
  await assert.rejects(sendShare(site.db, session!, anew), { code: 'grant_paused' })
  assert.equal(site.shares.read(me(), anew.id)!.state, 'sending')
  assert.equal(begin('Salt').id, anew.id)
  await ana.post(`/api/grants/${grant}/resume`, {})
  assert.match((await browser.open(`${url}/books/Salt`)).text, /Perhaps not sent to Ben.*Send again/)
  assert.match((await browser.click('Send again')).text, /Sent to Ben/)
  assert.equal((await named(conversation, 'Salt')).length, 1)
})

const sessionOf = (): string =>
  site.db.prepare('select parley_session from person where name = ?').get('Ana')!['parley_session'] as string

/** Ana's connection, by way of `through`, which sees each write and may lose or delay its answer. */
const sessionBy = async (
  through: (send: () => Promise<Response>, n: number) => Promise<Response>
): Promise<Session> => {
  const { config, parleyStore: store } = site
  let n = 0
  const door = (to: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const send = () => fetch(to, init)
    return init?.method === 'POST' && typeof to === 'string' && to.includes('/messages') ? through(send, ++n) : send()
  }
  const { parley: platform, clientId, clientSecret } = config
  const app = parleyApp({ platform, clientId, clientSecret: clientSecret!, redirectUri: url, store, fetch: door })
  return (await app.session(sessionOf()))!
}
const refusedOnce = (): Response =>
  Response.json({ code: 'grant_paused', status: 403, title: 'Paused' }, { status: 403 })

test('a refusal after a lost answer does not say that nothing was sent', async () => {
  await logIn(ana)
  const share = begin('Moles')
  const session = await sessionBy(async (send, n) => {
    if (n > 1) return refusedOnce()
    await send()
    throw new TypeError('the answer is lost')
  })
  await assert.rejects(sendShare(site.db, session, share), { code: 'grant_paused' })
  assert.equal((await named(conversation, 'Moles')).length, 1)
  const kept = site.shares.read(me(), share.id)!
  assert.deepEqual([kept.state, kept.tried], ['sending', true])
  assert.equal(begin('Moles').id, share.id)
})

test('two sends at once are one', async () => {
  await logIn(ana)
  const share = begin('Piers')
  let tries = 0
  const session = await sessionBy(async () => {
    tries++
    await new Promise((resolve) => setTimeout(resolve, 50))
    return refusedOnce()
  })
  const both = await Promise.allSettled([1, 2].map(() => sendShare(site.db, session, share)))
  assert.deepEqual([both.map(({ status }) => status), tries], [['rejected', 'rejected'], 1])
  assert.equal(site.shares.read(me(), share.id)!.state, 'refused')
})

test('what was taken back while it was on its way does not wait again', async () => {
  await logIn(ana)
  const share = begin('Quays', { waits: true })
  const session = await sessionBy(async () => {
    site.shares.dropWaiting(me())
    return Response.json(
      { code: 'rate_limited', status: 429, title: 'Slow' },
      { status: 429, headers: { 'retry-after': '60' } }
    )
  })
  await assert.rejects(sendShare(site.db, session, share), { code: 'rate_limited' })
  const kept = site.shares.read(me(), share.id)!
  assert.deepEqual([kept.state, kept.waits], ['refused', false])
})

test('what waits is sent by itself, once, and after a restart', async () => {
  await logIn(ana)
  atomically(site.db, () => begin('Harbour', { waits: true }))
  for (let i = 0; i < 5; i++) site.shares.wake()
  await until(() => site.shares.of(me(), 'Harbour')[0]?.state === 'sent')
  assert.equal((await named(conversation, 'Harbour')).length, 1)
  begin('Lamps', { waits: true })
  await stage.restart()
  await until(() => site.shares.of(me(), 'Lamps')[0]?.state === 'sent')
  assert.equal((await named(conversation, 'Lamps')).length, 1)
})

test('what waits and may have arrived is not taken back, and goes out by a tap only', async () => {
  await logIn(ana)
  const share = begin('Buoys', { waits: true })
  site.db.prepare('update share set tried = 1 where id = ?').run(share.id)
  // The sender looks at it after this, for the next one wakes it.
  site.shares.dropWaiting(me())
  const { id } = begin('Gulls', { waits: true })
  site.shares.wake()
  await until(() => site.shares.read(me(), id)?.state === 'sent')
  assert.deepEqual(await named(conversation, 'Buoys'), [])
  const kept = site.shares.read(me(), share.id)!
  assert.deepEqual([kept.state, kept.tried, kept.waits], ['sending', true, false])
})

test('what waits and was never tried can be taken back; without a permission it waits for a tap', async () => {
  await logIn(ana)
  begin('Nets', { waits: true })
  site.shares.dropWaiting(me())
  assert.equal(site.shares.of(me(), 'Nets').length, 0)
  await ana.post(`/api/grants/${await liveGrant()}/revoke`)
  begin('Nets', { waits: true })
  site.shares.wake()
  await until(() => site.shares.of(me(), 'Nets')[0]?.state === 'refused')
  site.shares.wake()
  assert.equal(site.shares.of(me(), 'Nets')[0]!.waits, false)
})

test('a permission that is asked for again reaches back to what was shared', async () => {
  const browser = await logIn(ana)
  await browser.open(`${url}/settings`)
  assert.match((await browser.click('Change what Books may do')).body, /value="all_history"/)
  const dan = await signUpPerson(parley, 'dan')
  const newcomer = await logIn(dan, 'Log in only', {})
  assert.match((await newcomer.open(`${url}/shares`)).text, /Nothing yet\./)
  await newcomer.open(`${url}/settings`)
  assert.doesNotMatch((await newcomer.click('Connect to messages')).body, /value="all_history"/)
})

test('what may have arrived a week ago is not sent again, since its key may be forgotten', async () => {
  const browser = await logIn(ana)
  const share = begin('Anchors', { waits: true })
  const weekAgo = Date.now() - 7 * 24 * 60 * 60 * 1000
  site.db.prepare('update share set tried = 1, at = ? where id = ?').run(weekAgo, share.id)
  const { session } = await site.connection({ id: me(), sub: '', name: '', parleySession: sessionOf() })
  await sendShare(site.db, session!, share)
  const [kept] = site.shares.of(me(), 'Anchors')
  assert.deepEqual([kept?.state, kept?.waits], ['sending', false])
  assert.equal((await named(conversation, 'Anchors')).length, 0)
  const { text } = await browser.open(`${url}/books/Anchors`)
  assert.match(text, /Perhaps not sent.*too long ago to send it again/)
  assert.doesNotMatch(text, /Send again/)
})
