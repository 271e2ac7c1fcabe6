// Cursors that nobody gave out: well-formed base64url JSON of every shape that some list has, and of none.
import fc, { type Arbitrary } from 'fast-check'
import { oddJson, oddNumber, oddText } from './bad-values.ts'

const packed = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '1',
    '1.0',
    '1.1',
    '1.1.1',
    '1.5.1.1',
    'zzzzzzzzzzzz.1',
    '1.zzzzzzzzzzzz',
    'a.b.c',
    '.',
    '1..1'
  ),
  fc.array(fc.nat(50), { maxLength: 6 }).map((parts) => parts.map((n) => n.toString(36)).join('.')),
  fc.constant(['1', 'zzzz', ...Array<string>(1500).fill('1')].join('.'))
)

const part = (ids: readonly string[]): Arbitrary<unknown> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...ids) },
    { weight: 2, arbitrary: fc.oneof(oddText, packed) },
    { weight: 2, arbitrary: oddNumber },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(null, [], {}, true) }
  )

const shaped = (ids: readonly string[]): Arbitrary<unknown[]> => {
  const text: Arbitrary<unknown> = fc.oneof(fc.constantFrom(...ids), oddText)
  const number: Arbitrary<unknown> = oddNumber
  return fc.oneof(
    fc.tuple(number),
    fc.tuple(text),
    fc.tuple(number, text),
    fc.tuple(text, number),
    fc.tuple(
      packed as Arbitrary<unknown>,
      packed as Arbitrary<unknown>,
      fc.oneof(fc.constantFrom('', ...ids), oddText),
      number
    ),
    fc.array(part(ids), { maxLength: 6 })
  )
}

/** ids: of people, conversations and messages, one's own and others'. */
export const anyCursor = (ids: readonly string[]): Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: shaped(ids).map((place) => Buffer.from(JSON.stringify(place)).toString('base64url')) },
    { weight: 1, arbitrary: oddJson.map((text) => Buffer.from(text.slice(0, 1000)).toString('base64url')) },
    { weight: 1, arbitrary: fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/) },
    { weight: 1, arbitrary: fc.constantFrom('A'.repeat(2048), 'A'.repeat(2049), '=', '\u0000', 'bnVsbA') }
  )
