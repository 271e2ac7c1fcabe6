// Bends a log around an access: with an entry before it that forbids it, or a change that no permission may have.
import { randomUUID } from 'node:crypto'
import type { CheckId } from '@parley/protocol/log/finding.ts'
import { type AccessOwner, type AccessShared, type Bend, type Given, isAbout, parsed } from './bent-accesses.ts'
import type { StoredEntry } from './replay-entries.ts'

type Answers = Given['answers']
type Place = { entries: StoredEntry[]; at: number; shared: AccessShared; owner: AccessOwner; given: Given }

const nobody = '0'.repeat(64)
const longBefore = 10_000
const later = (time: string, ms: number): string => new Date(Date.parse(time) + ms).toISOString()

/** An entry as a dishonest platform would put it in; like: whose parties it has. */
const entry = (like: StoredEntry, shared: object, owner: object): StoredEntry => ({
  ...like,
  shared: JSON.stringify({ v: 1, id: randomUUID(), ...shared }),
  owner: JSON.stringify(owner)
})

const change = ({ entries, at, shared, given }: Place, t: string, more: object = {}, who = given.who): StoredEntry =>
  entry(
    entries[at]!,
    { t, at: shared.at, app: shared.app },
    { ...given, who, because: null, consent: given.consent, ...more }
  )

const narrow = (place: Place, answers: Partial<Answers>): StoredEntry =>
  change(place, 'narrow', { answers: { ...place.given.answers, ...answers } })

/** What stands before the access and forbids it. */
const forbidding = (place: Place): [name: string, before: StoredEntry[], checks?: CheckId[]][] => {
  const { entries, at, shared, owner, given } = place
  const { app, conv, at: time, t } = shared
  const { answers } = given
  const about = { at: time, app }
  const like = entries[at]!
  const last = owner.items.at(-1)
  const named = answers.conversations.filter(([id]) => id !== conv)
  const author = shared.from.find((lid) => lid !== '')
  const withheld = (name: string, of: object): [string, StoredEntry[], CheckId[]] => [
    name,
    [entry(like, { t: 'withhold', at: time, lid: author, ...of }, { who: author })],
    ['V19']
  ]
  return [
    ['revoked before', [change(place, 'revoke')]],
    ['paused before', [change(place, 'pause', { conv: null })]],
    ['paused there before', [change(place, 'pause', { conv })]],
    ['suspended before', [entry(like, { t: 'suspend', ...about }, { who: app, because: 'a reason' })]],
    ['closed before', [entry(like, { t: 'close', at: time, lid: owner.who, conv }, { who: owner.who })]],
    ['run out before', [narrow(place, { ends: later(time, -longBefore) })]],
    ['action taken back', [narrow(place, { actions: answers.actions.filter((one) => one !== t) })]],
    ['conversation taken back', [narrow(place, { all: false, conversations: named })]],
    ...(author !== undefined && t === 'read'
      ? [
          withheld('withheld from all', { app: null, conv: null }),
          withheld('withheld from the app', { app, conv: null }),
          withheld('withheld there', { app: null, conv }),
          withheld('withheld from the app there', { app, conv })
        ]
      : []),
    ...(last && t !== 'write'
      ? [
          ['older than the reach', [narrow(place, { conversations: [...named, [conv, last[4]]] })]] as [
            string,
            StoredEntry[]
          ]
        ]
      : []),
    ...(last && !answers.kinds
      ? [['a kind that was taken back', [narrow(place, { kinds: ['film'] })]] as [string, StoredEntry[]]]
      : []),
    ...(owner.items.length > 1 && t === 'read'
      ? [['more than a day allows', [narrow(place, { perDay: 1 })]] as [string, StoredEntry[]]]
      : [])
  ]
}

/** Changes that no permission may have, put in before the access. */
const wrong = (place: Place): [name: string, before: StoredEntry[]][] => {
  const { answers } = place.given
  const { entries, at } = place
  const missing = ['read', 'write', 'delete'].filter((one) => !answers.actions.includes(one))
  const give = entries.slice(0, at).find((one) => isAbout(one, place.given.g, ['give']))!
  const wide = (name: string, is: boolean, more: Partial<Answers>): [string, StoredEntry[]][] =>
    is ? [[`wider: ${name}`, [narrow(place, more)]]] : []
  const { kinds: _kinds, ...anyKind } = answers
  const { perDay: _perDay, ...anyNumber } = answers
  const [first] = answers.conversations
  return [
    ['given twice', [give]],
    ['changed for another person', [change(place, 'narrow', {}, nobody)]],
    ['changed after its end', [change(place, 'end'), change(place, 'narrow')]],
    ...wide('an action', missing.length > 0, { actions: [...answers.actions, ...missing] }),
    ...wide('friends', !answers.friends, { friends: true }),
    ...wide('all conversations', !answers.all, { all: true }),
    ...wide('another conversation', !answers.all, { conversations: [...answers.conversations, [randomUUID(), 0]] }),
    ...wide('messages of others', answers.own, { own: false }),
    ...wide('history', !answers.history, { history: true }),
    ...wide('an earlier place', first !== undefined && first[1] > 0, { conversations: [[first?.[0] ?? '', 0]] }),
    ...wide('until revoked', answers.until !== 'until_revoked', { until: 'until_revoked', ends: null }),
    ...wide('another purpose', true, { why: 'dpv:Advertising' }),
    ...(answers.kinds
      ? [['wider: all kinds', [change(place, 'narrow', { answers: anyKind })]] as [string, StoredEntry[]]]
      : []),
    ...(answers.perDay !== undefined
      ? [['wider: no limit a day', [change(place, 'narrow', { answers: anyNumber })]] as [string, StoredEntry[]]]
      : [])
  ]
}

/** Permissions that no person was told so, given after the access. */
const given = (place: Place): [name: string, after: StoredEntry[]][] => {
  const { entries, at, shared, owner, given } = place
  const answers: Answers = { ...given.answers, all: false, history: false, until: 'until_revoked', ends: null }
  const give = (more: Partial<Answers>, ms: number): StoredEntry =>
    entry(
      entries[at]!,
      { t: 'give', at: later(shared.at, ms), app: shared.app },
      { g: randomUUID(), who: given.who, because: null, consent: null, answers: { ...answers, ...more } }
    )
  const seq = owner.items.at(-1)?.[4]
  return [
    ['longer than an hour', [give({ until: 'hour', ends: later(shared.at, 2 * 3_600_000), conversations: [] }, 0)]],
    ['a day without an end', [give({ until: 'day', conversations: [] }, 0)]],
    ...(seq !== undefined && shared.t === 'read'
      ? [
          ['from now on, and further back', [give({ conversations: [[shared.conv, seq - 1]] }, 61_000)]] as [
            string,
            StoredEntry[]
          ]
        ]
      : [])
  ]
}

/** A second use of a permission that was narrowed to one. */
const usedTwice = (place: Place): StoredEntry[] => {
  const { entries, at, shared, owner } = place
  const again = entry(entries[at]!, shared, { ...owner, req: 'f'.repeat(64) })
  return [
    ...entries.slice(0, at),
    narrow(place, { until: 'once', ends: later(shared.at, 3_600_000) }),
    ...entries.slice(at, at + 1),
    again,
    ...entries.slice(at + 1)
  ]
}

/** All that entries around this access can do to it; entries[at] is a read, write or delete. */
export const bendsAround = (entries: StoredEntry[], at: number): Bend[] => {
  const { shared, owner } = parsed(entries[at]!)
  const stood = entries.slice(0, at).findLast((one) => isAbout(one, owner.g, ['give', 'narrow']))!
  const { conv: _conv, ...grant } = parsed(stood).owner as unknown as Given & { conv?: unknown }
  const place = { entries, at, shared, owner, given: grant }
  return [
    ...[...forbidding(place), ...wrong(place)].map(([name, before, checks = ['V17'] as CheckId[]]) => ({
      name,
      checks,
      entries: entries.toSpliced(at, 0, ...before)
    })),
    ...given(place).map(([name, after]) => ({
      name,
      checks: ['V17'] as CheckId[],
      entries: entries.toSpliced(at + 1, 0, ...after)
    })),
    { name: 'used twice', checks: ['V17'], entries: usedTwice(place) }
  ]
}
