// Bodies, addresses and parameters of bad requests, each with what the document says of it: does it fit?
import fc, { type Arbitrary } from 'fast-check'
import type { Operation } from './bad-request.ts'
import { anyChange, changed, oddJson, oddText, type JsonSchema } from './bad-values.ts'

const jsonTypes = ['application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON']
const otherTypes = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/xml',
  'application/jsonx',
  '/',
  'x'
]

const badBytes = [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]]

type Body = { bytes: Buffer | undefined; type: string | undefined; fits: boolean }

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value) ?? '')

type Check = (value: unknown) => boolean
export type Makers = {
  of: (schema: JsonSchema) => Arbitrary<unknown>
  check: (schema: JsonSchema, coerce: boolean) => Check
}

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const anyBody = (schema: JsonSchema | undefined, { of, check }: Makers): Arbitrary<Body> => {
  // An address that takes no body reads none, so whatever comes there is of no account.
  if (!schema) {
    return fc.oneof(
      { weight: 6, arbitrary: fc.constant({ bytes: undefined, type: undefined, fits: true }) },
      {
        weight: 1,
        arbitrary: oddJson.map((text) => ({ bytes: Buffer.from(text), type: 'application/json', fits: true }))
      }
    )
  }
  const fits = check(schema, false)
  const good = of(schema)
  const bodies = fc.oneof(
    { weight: 5, arbitrary: good.map((value) => ({ bytes: json(value), fits: fits(value) })) },
    {
      weight: 9,
      arbitrary: fc.tuple(good, fc.array(anyChange, { minLength: 1, maxLength: 2 })).map(([value, changes]) => {
        const bytes = json(changes.reduce(changed, value))
        return { bytes, fits: bytes.length > 0 && fits(JSON.parse(String(bytes))) }
      })
    },
    { weight: 2, arbitrary: oddJson.map((text) => ({ bytes: Buffer.from(text), fits: fits(readJson(text)) })) },
    {
      weight: 1,
      arbitrary: fc.tuple(good, fc.constantFrom(...badBytes), fc.nat(1000)).map(([value, bad, at]) => {
        const bytes = json(value)
        const place = at % (bytes.length + 1)
        return {
          bytes: Buffer.concat([bytes.subarray(0, place), Buffer.from(bad), bytes.subarray(place)]),
          fits: false
        }
      })
    }
  )
  return fc
    .tuple(
      bodies,
      fc.oneof(
        { weight: 30, arbitrary: fc.constantFrom(...jsonTypes.map((type) => ({ type, reads: true }))) },
        { weight: 1, arbitrary: fc.constantFrom(...otherTypes.map((type) => ({ type, reads: false }))) },
        { weight: 1, arbitrary: fc.constant({ type: undefined, reads: false }) }
      )
    )
    .map(([body, { type, reads }]) => ({ ...body, type, fits: body.fits && reads }))
}

type Parameter = NonNullable<Operation['parameters']>[number]
export type Given = { name: string; text: string | undefined; fits: boolean }

const anyParameter = ({ name, schema, required = false }: Parameter, { of, check }: Makers): Arbitrary<Given> => {
  const fits = check(schema, true)
  const text = (value: unknown) => ({ name, text: String(value), fits: fits(value) })
  return fc.oneof(
    { weight: 8, arbitrary: of(schema).map(text) },
    { weight: 2, arbitrary: oddText.map(text) },
    { weight: required ? 1 : 6, arbitrary: fc.constant({ name, text: undefined, fits: !required }) }
  )
}

// Lone surrogates have no UTF-8, so they arrive as the bytes that a careless program would send.
const encoded = (text: string): string =>
  [...text].map((char) => (/^[\ud800-\udfff]$/.test(char) ? '%ED%A0%80' : encodeURIComponent(char))).join('')

export const anyTarget = (
  address: string,
  parameters: Parameter[],
  makers: Makers
): Arbitrary<{ target: string; fits: boolean }> => {
  const inPath = parameters.filter((parameter) => parameter.in === 'path').map((p) => anyParameter(p, makers))
  const inQuery = parameters.filter((parameter) => parameter.in === 'query').map((p) => anyParameter(p, makers))
  const tail = fc.oneof(
    { weight: 30, arbitrary: fc.constant('') },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '?',
        '?limit=1&limit=2',
        '?after[]=1',
        '?__proto__=1',
        '?limit=%zz',
        '/',
        '//',
        '%2f',
        '%00',
        '/%ff',
        '#x',
        '?%',
        `?a=${'a'.repeat(3000)}`
      )
    }
  )
  return fc.tuple(fc.tuple(...inPath), fc.tuple(...inQuery), tail).map(([path, query, after]) => {
    const filled = path.reduce(
      (text, { name, text: value }) => text.replace(`{${name}}`, () => encoded(value ?? '')),
      address
    )
    const pairs = query.flatMap(({ name, text }) => (text === undefined ? [] : [`${name}=${encoded(text)}`]))
    const target = after.startsWith('?')
      ? `${filled}${after}`
      : `${filled}${after}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`
    return { target, fits: [...path, ...query].every(({ fits }) => fits) || after !== '' }
  })
}
