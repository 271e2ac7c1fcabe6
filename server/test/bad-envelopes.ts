// What stands around a bad request: method, credentials, headers, and bytes that are spoiled on the way.
import fc, { type Arbitrary } from 'fast-check'
import type { Given } from './bad-bodies.ts'
import type { BadRequest, Credentials } from './bad-request.ts'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND', 'QUERY']
const cookies: Arbitrary<Credentials> = fc.oneof(
  { weight: 12, arbitrary: fc.constant({ by: 'cookie' } as const) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { by: 'cookie among others' } as const,
      { by: 'wrong cookie' } as const,
      { by: 'nobody' } as const
    )
  }
)

const spoiled = [
  { header: { alg: 'none' }, payload: {} },
  { header: { alg: 'HS256' }, payload: {} },
  { header: { typ: 'JWT' }, payload: {} },
  { header: { jwk: undefined }, payload: {} },
  { header: { jwk: null }, payload: {} },
  { header: { jwk: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' } }, payload: {} },
  { header: { jwk: { kty: 'oct', k: 'AAAA' } }, payload: {} },
  { header: { crit: ['x'], x: 1 }, payload: {} },
  { header: { b64: false, crit: ['b64'] }, payload: {} },
  { header: {}, payload: { htm: 'PUT' } },
  { header: {}, payload: { htu: 'http://[::1' } },
  { header: {}, payload: { htu: 7 } },
  { header: {}, payload: { iat: 1 } },
  { header: {}, payload: { iat: 1e300 } },
  { header: {}, payload: { iat: '1' } },
  { header: {}, payload: { exp: 1 } },
  { header: {}, payload: { jti: '\u0000' } },
  { header: {}, payload: { jti: { a: 1 } } },
  { header: {}, payload: { ath: null } }
]

const proofs: Arbitrary<Credentials> = fc
  .oneof(
    { weight: 16, arbitrary: fc.constant('good' as const) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        'none' as const,
        'twice' as const,
        'two headers' as const,
        'garbage' as const,
        'replayed' as const
      )
    },
    { weight: 2, arbitrary: fc.constantFrom(...spoiled) }
  )
  .map((proof) => ({ by: 'proof', proof }))

const keys: Arbitrary<Given> = fc.oneof(
  { weight: 6, arbitrary: fc.uuid().map((text) => ({ name: 'idempotency-key', text, fits: true })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('k1', '"k"', 'a'.repeat(128))
      .map((text) => ({ name: 'idempotency-key', text, fits: true }))
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('', 'a'.repeat(129), undefined)
      .map((text) => ({ name: 'idempotency-key', text, fits: false }))
  }
)

const headerTricks: Arbitrary<[string, string][]> = fc.oneof(
  { weight: 20, arbitrary: fc.constant<[string, string][]>([]) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<[string, string][]>(
      [['Accept', 'image/png']],
      [['Accept-Encoding', 'br;q=2, *;q=-1']],
      [['Expect', '200-ok']],
      [['Range', 'bytes=9-1']],
      [['If-Match', '*']],
      [['X-Forwarded-For', '\u0001']],
      [['X-Http-Method-Override', 'DELETE']],
      [['User-Agent', 'é\u0080'.repeat(400)]],
      [['Content-Encoding', 'gzip']],
      [['Accept-Version', '2.0']],
      [
        ['Upgrade', 'h2c'],
        ['Connection', 'Upgrade, HTTP2-Settings']
      ],
      [['Cookie', `x=${'%'.repeat(50)}; ${'a=b; '.repeat(500)}`]],
      [['Authorization', 'Basic %%%']],
      [['Authorization', `DPoP ${'a'.repeat(600)}`]]
    )
  }
)

const origins = fc.oneof(
  { weight: 25, arbitrary: fc.constant('own') },
  { weight: 1, arbitrary: fc.constantFrom('none', 'null', 'https://evil.example', 'http://localhost', '\u0001') }
)

type Envelope = {
  method: string
  origin: string
  more: [string, string][]
  credentials: Credentials
  key: Given | undefined
  broken: BadRequest['broken'] | undefined
}

export const anyEnvelope = (method: string, isPartner: boolean, hasKey: boolean): Arbitrary<Envelope> =>
  fc.record({
    method: fc.oneof(
      { weight: 30, arbitrary: fc.constant(method) },
      { weight: 1, arbitrary: fc.constantFrom(...methods) }
    ),
    origin: origins,
    more: headerTricks,
    credentials: isPartner ? proofs : cookies,
    key: hasKey ? keys : fc.constant(undefined),
    broken: fc.oneof(
      { weight: 120, arbitrary: fc.constant(undefined) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          'length too long',
          'length too short',
          'two lengths',
          'bad chunk',
          'NUL in a header',
          'cut' as const
        )
      }
    )
  }) as Arbitrary<Envelope>

export const hasNoRight = ({ credentials }: Envelope): boolean =>
  credentials.by === 'nobody' ||
  credentials.by === 'wrong cookie' ||
  (credentials.by === 'proof' && credentials.proof !== 'good' && credentials.proof !== 'replayed')
