// Values for bad requests: fitting a schema, nearly fitting it, or nothing that anybody would send.
import fc, { type Arbitrary } from 'fast-check'

export type JsonSchema = {
  $ref?: string
  type?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: JsonSchema[]
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  maxItems?: number
}

/** What fits a named schema (Id, Handle, Cursor) or a property, and means something in the world of the test. */
export type Known = Record<string, Arbitrary<unknown>>

const names = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'length',
  '',
  'id',
  'sender',
  'created_at',
  'via',
  '$ref'
]

const oddTexts = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'a\udfff',
  '\ufeff',
  '\u202eevil\u202c',
  '\u2066\u200b\u200d',
  `a${'\u0301'.repeat(500)}`,
  '𝒳'.repeat(40),
  '👩‍👩‍👧‍👦'.repeat(30),
  'a'.repeat(61),
  'a'.repeat(201),
  'a'.repeat(4000),
  'a'.repeat(4001),
  '"\'\\`;--',
  "' or 1=1 --",
  '%00',
  '%s%n{{7*7}}${1}',
  '../../etc/passwd',
  '..',
  'null',
  'true',
  'NaN',
  '-1',
  '0',
  '1e309',
  '9223372036854775808',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  'FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF',
  '{6ba7b810-9dad-11d1-80b4-00c04fd430c8}',
  '6ba7b8109dad11d180b400c04fd430c8',
  '-'.repeat(36),
  'http://[::1',
  'https://\u0000',
  'javascript:alert(1)',
  '2026-02-30T25:61:61Z'
]

export const oddText: Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...oddTexts, ...names) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.uuid() }
)

const oddNumbers = [0, -0, -1, 1, 0.5, 2 ** 31, 2 ** 53 - 1, 2 ** 53, 2 ** 63, -(2 ** 63), 1e21, 1e308, 5e-324]
export const oddNumber: Arbitrary<number> = fc.oneof(
  fc.constantFrom(...oddNumbers),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true })
)

const deep = (levels: number, isArray: boolean, end: string): string =>
  isArray ? `${'['.repeat(levels)}${end}${']'.repeat(levels)}` : `${'{"a":'.repeat(levels)}${end}${'}'.repeat(levels)}`

/** JSON text that no program of ours would make. */
export const oddJson: Arbitrary<string> = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc
    .tuple(
      fc.constantFrom(100, 5000, 10_000),
      fc.boolean(),
      fc.constantFrom('0', '"\\u0000"', '"\\ud800"', '{"__proto__":1}', '')
    )
    .map(([levels, isArray, end]) => deep(levels, isArray, end)),
  fc.constantFrom(
    '',
    '{',
    'nul',
    '"',
    '{"a":1,}',
    '{"a":1e999}',
    '{"text":"a","text":"b"}',
    '{"__proto__":{"text":"a"}}',
    '{"constructor":{"prototype":{"a":1}}}',
    '{"\\u005f_proto__":1}',
    '\ufeff{}',
    '{}{}',
    `{"a":"${'a'.repeat(70_000)}"}`,
    `[${'1,'.repeat(20_000)}1]`,
    `{${Array.from({ length: 2000 }, (_, i) => `"k${i}":1`).join()}}`
  )
)

export const oddValue: Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: oddText },
  { weight: 3, arbitrary: oddNumber },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], { a: 1 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) }
)

const patterns: Record<string, string[]> = {
  '\\S': ['Tea', 'x', '\u202ex', 'é', '🎧'],
  '^https?://[^\\s]+$': ['https://a.example/x', 'http://\u202e', 'https://%zz'],
  '^PT(?=\\d)(\\d{1,2}H)?(\\d{1,3}M)?(\\d{1,5}S)?$': ['PT3M20S', 'PT99H999M99999S']
}

const textOf = ({ pattern, minLength = 0, maxLength = 200 }: JsonSchema): Arbitrary<string> => {
  const known = pattern === undefined ? undefined : patterns[pattern]
  const long = (length: number) => fc.constant('a'.repeat(length))
  if (pattern !== undefined && known === undefined) return fc.stringMatching(new RegExp(pattern))
  const some = known ? fc.constantFrom(...known) : fc.string({ minLength, maxLength: Math.min(maxLength, 60) })
  return fc.oneof({ weight: 8, arbitrary: some }, { weight: 1, arbitrary: long(maxLength) })
}

/** Values that fit a schema of the document. */
export const fitting = (schemas: Record<string, JsonSchema>, known: Known) => {
  const named = new Map<string, Arbitrary<unknown>>()
  const of = (schema: JsonSchema): Arbitrary<unknown> => {
    if (schema.$ref !== undefined) {
      const name = schema.$ref.split('/').at(-1) ?? ''
      const found = named.get(name) ?? known[name] ?? of(schemas[name] ?? {})
      named.set(name, found)
      return found
    }
    if ('const' in schema) return fc.constant(schema.const)
    if (schema.enum) return fc.constantFrom(...schema.enum)
    if (schema.anyOf) return fc.oneof(...schema.anyOf.map(of))
    switch (schema.type) {
      case 'string':
        return textOf(schema)
      case 'integer':
      case 'number': {
        const range = { min: schema.minimum ?? -1000, max: Math.min(schema.maximum ?? 1000, Number.MAX_SAFE_INTEGER) }
        return fc.oneof(fc.integer(range), fc.constantFrom(range.min, range.max))
      }
      case 'boolean':
        return fc.boolean()
      case 'array':
        return fc.array(of(schema.items ?? {}), { maxLength: Math.min(schema.maxItems ?? 3, 3) })
      case 'object': {
        const properties = Object.entries(schema.properties ?? {}).map(
          ([key, value]) => [key, known[key] ?? of(value)] as const
        )
        return fc.record(Object.fromEntries(properties), { requiredKeys: (schema.required ?? []) as never[] })
      }
      default:
        return fc.jsonValue({ maxDepth: 2 })
    }
  }
  return of
}

type Change = { kind: 'replace' | 'drop' | 'add' | 'wrap'; at: number; name: string; value: unknown }
export const anyChange: Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('replace', 'replace', 'replace', 'drop', 'add', 'wrap'),
  at: fc.nat(1000),
  name: fc.oneof(fc.constantFrom(...names), oddText),
  value: oddValue
})

const places = (value: unknown, path: string[] = []): string[][] => [
  path,
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, key]))
    : [])
]

/** A copy in which one part is replaced, dropped, wrapped, or has one key too many. */
export const changed = (value: unknown, { kind, at, name, value: other }: Change): unknown => {
  const all = places(value)
  const path = all[at % all.length] ?? []
  const edit = (inner: unknown, [key, ...rest]: string[]): unknown => {
    if (key === undefined) {
      if (kind === 'wrap') return [inner]
      if (kind === 'drop') return undefined
      if (kind === 'replace' || typeof inner !== 'object' || inner === null || Array.isArray(inner)) return other
      return Object.fromEntries([...Object.entries(inner), [name, other]])
    }
    if (Array.isArray(inner)) return inner.map((part: unknown, i) => (String(i) === key ? edit(part, rest) : part))
    return Object.fromEntries(Object.entries(inner as object).map(([k, v]) => [k, k === key ? edit(v, rest) : v]))
  }
  return edit(value, path)
}
