// Vectors of the texts in entries: each kind once, and what no log may hold, with the reason.
import { toBase64 } from '@parley/protocol/log/base64.ts'
import { toHex } from '@parley/protocol/log/hex.ts'
import { bytesOf, idOf } from './seeds.ts'

type Fields = Record<string, unknown>
type Pair = { shared: Fields; owner: Fields }

const [app, ana, ben] = ['app', 'ana', 'ben'].map((label) => toHex(bytesOf(label))) as [string, string, string]
const [g, conv, first, second] = ['grant', 'conversation', 'message 1', 'message 2'].map(idOf) as [
  string,
  string,
  string,
  string
]
const why = 'dpv:RequestedServiceProvision'
const commitment = (label: string) => toBase64(bytesOf(label))
const req = toHex(bytesOf('proof'))

const answers = {
  actions: ['read', 'write'],
  friends: false,
  all: false,
  conversations: [[conv, 7]],
  own: false,
  history: false,
  until: '90_days',
  ends: '2027-01-28T08:00:00+00:00',
  why
}
const grant: Fields = { g, who: ana, because: null, answers, consent: toHex(bytesOf('consent')) }
const items: (string | number | boolean | null)[][] = [
  [first, 0, commitment('one'), 0, 8, null],
  [second, 1, commitment('two'), 1, 9, first]
]
const access = { g, who: ana, from: [ana, ''], items, req, why }
const about = { app, who: ana, conv, n: 2, from: [ana, ''] }
const list = { g, who: ana, what: 'conversations', items: [conv], req: null, why }

const pair = (t: string, shared: Fields, owner: Fields): Pair => ({
  shared: { v: 1, t, id: idOf(`entry ${t}`), at: '2026-10-30T08:03:00.123456+00:00', ...shared },
  owner
})
const registration = { who: app, client: 'tunes', name: 'Tunes', owner: 'Tunes Ltd', purpose: 'Plays music', why }

const decision = { g, who: ana, conv, message: first, content: toHex(bytesOf('content')), answers: null }
const read = pair('read', about, access)
const give = pair('give', { app }, grant)
const valid: Pair[] = [
  pair('open', {}, { who: ana }),
  pair('register', { app }, { ...registration, bearer: false }),
  pair('register', { app }, { ...registration, bearer: false, agent: true }),
  pair('key', { app }, { who: app, jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I' }),
  pair('suspend', { app }, { who: app, because: 'It sold messages' }),
  pair('restore', { app }, { who: app, because: 'It stopped' }),
  give,
  pair('give', { app }, { ...grant, consent: null, signed: toHex(bytesOf('signed')) }),
  pair('narrow', { app }, { ...grant, answers: { ...answers, own: true } }),
  pair('pause', { app }, grant),
  pair('resume', { app }, grant),
  pair('revoke', { app }, { ...grant, because: 'revoked' }),
  pair('end', { app }, { ...grant, answers: { ...answers, until: 'until_revoked', ends: null } }),
  read,
  pair('give', { app }, { ...grant, answers: { ...answers, kinds: ['text', 'song'], perDay: 50 } }),
  pair('read', about, { ...access, items: items.map((item, at) => [...item, at === 0 ? 'text' : 'song']) }),
  pair('write', { ...about, n: 1, from: [ana] }, { ...access, from: [ana], items: items.slice(0, 1) }),
  pair('delete', { ...about, n: 1, from: [ana] }, { ...access, from: [ana], items: items.slice(0, 1), req: null }),
  pair('list', { app, n: 1 }, list),
  pair('list', { app, n: 1 }, { ...list, what: 'friends', items: [ben] }),
  pair('withhold', { lid: ben, app, conv }, { who: ben }),
  pair('allow', { lid: ben, app: null, conv: null }, { who: ben }),
  pair(
    'undo',
    { app, who: ana, conv, what: 'restore', n: 1 },
    { who: ana, items: [[first, 0, commitment('one'), 0, 8, null]] }
  ),
  pair(
    'undo',
    { app, who: ana, conv, what: 'take_back', n: 1 },
    { who: ana, items: [[first, 0, commitment('one'), 1, 8, null]] }
  ),
  pair('approve', { app }, decision),
  pair('deny', { app }, { ...decision, answers: second }),
  pair('passkey', {}, { who: ana, credential: 'AQID', key: toBase64(bytesOf('spki')) }),
  pair('erase', { n: 4 }, { who: ana }),
  pair('staff', {}, { who: ana, what: 'password reset', because: 'She asked' })
]

const without = (fields: Fields, name: string): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([one]) => one !== name))

const invalid: [string, Fields, Fields?][] = [
  ['another version', { ...read.shared, v: 2 }],
  ['a version as a text', { ...read.shared, v: '1' }],
  ['an unknown kind', { ...read.shared, t: 'look' }],
  ['a kind that is a name of JavaScript', { ...read.shared, t: 'constructor' }],
  ['no id', without(read.shared, 'id')],
  ['an id in upper case', { ...read.shared, id: idOf('entry read').toUpperCase() }],
  ['no time', without(read.shared, 'at')],
  ['a time without an offset', { ...read.shared, at: '2026-10-30T08:03:00' }],
  ['a time with nine digits of a second', { ...read.shared, at: '2026-10-30T08:03:00.123456789Z' }],
  ['a day that is none', { ...read.shared, at: '2026-13-30T08:03:00Z' }],
  ['a field too many', { ...read.shared, more: null }],
  ['a field of the owner', { ...read.shared, g }],
  ['an app in upper case', { ...read.shared, app: app.toUpperCase() }],
  ['an app that is null', { ...read.shared, app: null }],
  ['a count as a text', { ...read.shared, n: '2' }],
  ['a count below zero', { ...read.shared, n: -1 }],
  ['authors that are no list', { ...read.shared, from: ana }],
  ['an author that is null', { ...read.shared, from: [null] }],
  ['an owner without who', read.shared, without(access, 'who')],
  ['an owner with a field too many', read.shared, { ...access, more: 1 }],
  ['an owner of another kind', read.shared, grant],
  ['no req', read.shared, without(access, 'req')],
  ['an item of five', read.shared, { ...access, items: [items[0]!.slice(0, 5)] }],
  ['an item of a kind that is null', read.shared, { ...access, items: [[...items[0]!, null]] }],
  ['an item of a kind that is none', read.shared, { ...access, items: [[...items[0]!, 'poem']] }],
  ['an item of eight', read.shared, { ...access, items: [[...items[0]!, 'text', null]] }],
  ['an item that is deleted with true', read.shared, { ...access, items: [items[0]!.with(3, true)] }],
  ['an item with a seq as a text', read.shared, { ...access, items: [items[0]!.with(4, '8')] }],
  ['an item with a short commitment', read.shared, { ...access, items: [items[0]!.with(2, 'AAAA')] }],
  ['an item that answers an empty text', read.shared, { ...access, items: [items[0]!.with(5, '')] }],
  ['an unknown action', give.shared, { ...grant, answers: { ...answers, actions: ['look'] } }],
  ['answers without why', give.shared, { ...grant, answers: without(answers, 'why') }],
  ['kinds that are null', give.shared, { ...grant, answers: { ...answers, kinds: null } }],
  ['no message a day', give.shared, { ...grant, answers: { ...answers, perDay: 0 } }],
  ['an unknown until', give.shared, { ...grant, answers: { ...answers, until: 'year' } }],
  ['friends as a number', give.shared, { ...grant, answers: { ...answers, friends: 1 } }],
  ['a place without a seq', give.shared, { ...grant, answers: { ...answers, conversations: [[conv]] } }],
  ['an undo that is neither', { ...about, t: 'undo', v: 1, id: g, at: '2026-10-30T08:03:00Z', what: 'hide' }],
  ['a decision without its message', { ...give.shared, t: 'approve' }, without(decision, 'message')],
  ['an agent that is null', { ...give.shared, t: 'register' }, { ...registration, bearer: false, agent: null }],
  ['because that is missing', give.shared, without(grant, 'because')]
]

const notJson: [string, string][] = [
  ['a name twice', '{"a":1,"a":2}'],
  ['a name twice, once escaped', '{"a":1,"\\u0061":2}'],
  ['2^53', '9007199254740992'],
  ['a fraction', '1.0'],
  ['an exponent', '1e3'],
  ['minus zero', '-0'],
  ['a leading zero', '01'],
  ['a plus', '+1'],
  ['nothing', ''],
  ['a comma too many', '[1,]'],
  ['a tab in a text', '"\t"'],
  ['an escape that is none', '"\\x"'],
  ['half a surrogate pair, escaped', '"\\ud800"'],
  ['more after the end', '[1] 2'],
  ['the name __proto__', '{"__proto__":1}'],
  ['NaN', 'NaN'],
  ['single quotes', "'a'"],
  ['nine levels', `${'['.repeat(9)}${']'.repeat(9)}`],
  ['a byte order mark', '\ufeff{}'],
  ['a comment', '{} // a']
]
const json = [
  'null',
  ' [ ] ',
  '9007199254740991',
  '-9007199254740991',
  '"\\u00e9 \\ud83d\\ude00"',
  '{"":0,"constructor":1}'
]

export const textVectors = () => ({
  valid: valid.map(({ shared, owner }) => ({ shared: JSON.stringify(shared), owner: JSON.stringify(owner) })),
  invalid: invalid.map(([because, shared, owner]) => ({
    because,
    shared: JSON.stringify(shared),
    ...(owner && { owner: JSON.stringify(owner) })
  })),
  json,
  notJson: notJson.map(([because, text]) => ({ because, text }))
})
