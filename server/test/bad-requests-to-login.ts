// Bad requests to the OAuth addresses and the pages on which a login asks people.
import fc, { type Arbitrary } from 'fast-check'
import type { BadRequest } from './bad-request.ts'
import type { BadWorld } from './bad-request-world.ts'
import { oddJson, oddText } from './bad-values.ts'

const addresses: [method: string, path: string, weight: number][] = [
  ['POST', '/oauth/token', 6],
  ['POST', '/oauth/par', 4],
  ['GET', '/oauth/authorize', 6],
  ['POST', '/oauth/authorize', 1],
  ['POST', '/oauth/introspect', 2],
  ['POST', '/oauth/revoke', 1],
  ['GET', '/oauth/userinfo', 2],
  ['POST', '/oauth/userinfo', 1],
  ['GET', '/oauth/end', 2],
  ['POST', '/oauth/end/confirm', 1],
  ['GET', '/oauth/end/success', 1],
  ['GET', '/oauth/jwks', 1],
  ['GET', '/.well-known/openid-configuration', 1],
  ['GET', '/oauth/authorize/x', 1]
]

const details = [
  '[{"type":"parley_messages","actions":["read"]}]',
  '[{"type":"parley_messages","actions":["read","write","delete"],"friends":true,"where":"all","messages":"any","from":"all_history","until":"once"}]',
  '[{"type":"parley_messages","actions":["admin"]}]',
  '[{"type":"parley_messages"}]',
  '[{"type":"other"}]',
  '[{"type":"parley_messages","actions":["read"]},{"type":"parley_messages","actions":["write"]}]',
  '[{"type":"parley_messages","actions":["read"],"conversations":["x"]}]',
  '[{"type":"parley_messages","actions":["read"],"__proto__":{"where":"all"}}]',
  '[null]',
  '[]',
  '{}',
  '[[[]]]',
  '"x"'
]

/** Values that belong to each parameter, so that requests come past the first checks. */
const valuesOf = ({ login: { client, tokens, requestUri } }: BadWorld): Record<string, string[]> => ({
  grant_type: [
    'refresh_token',
    'authorization_code',
    'client_credentials',
    'password',
    'urn:ietf:params:oauth:grant-type:device_code'
  ],
  client_id: [client.clientId, 'notes', 'nobody'],
  client_secret: [client.secret ?? '', 'wrong'],
  client_assertion: ['a.b.c', 'e30.e30.e30'],
  client_assertion_type: ['urn:ietf:params:oauth:client-assertion-type:jwt-bearer'],
  code: ['x'.repeat(43)],
  refresh_token: tokens.toReversed().slice(1),
  token: tokens,
  access_token: tokens,
  token_type_hint: ['access_token', 'refresh_token', 'cheese'],
  id_token_hint: [tokens[2] ?? '', 'e30.e30.e30', 'a.b.c'],
  redirect_uri: [client.redirectUri, `${client.redirectUri}/../x`, 'javascript:alert(1)', 'https://app.example:99999/'],
  post_logout_redirect_uri: ['https://app.example/', 'http://[::1'],
  request_uri: [requestUri, 'urn:ietf:params:oauth:request_uri:x', 'https://169.254.169.254/'],
  request: ['e30.e30.', 'a.b.c'],
  response_type: ['code', 'token', 'id_token', 'none', 'code token'],
  response_mode: ['query', 'fragment', 'form_post', 'web_message'],
  scope: [
    'openid',
    'openid profile offline_access',
    'messages.read messages.write friends.read',
    'openid messages.read',
    'admin'
  ],
  authorization_details: details,
  resource: ['https://other.example/', 'x'],
  code_challenge: ['E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', 'short'],
  code_challenge_method: ['S256', 'plain'],
  code_verifier: ['a'.repeat(43), 'short'],
  state: ['s'],
  nonce: ['n'],
  prompt: ['none', 'login', 'consent', 'select_account', 'none login', 'create'],
  max_age: ['0', '-1', '1e9', '99999999999999999999'],
  claims: ['{"id_token":{"sub":null}}', '{"userinfo":{"__proto__":null}}', '{', '[]', '{"id_token":7}'],
  claims_locales: ['de'],
  ui_locales: ['de en'],
  login_hint: ['eve'],
  acr_values: ['1'],
  dpop_jkt: ['x', 'a'.repeat(43)],
  decision: ['allow', 'unsigned', 'deny', 'login', 'show', 'more'],
  shown: ['6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'x'],
  signature: ['{}', '[', '{"id":"x","response":7}'],
  action: ['read', 'write', 'delete', 'admin'],
  conversation: ['6ba7b810-9dad-11d1-80b4-00c04fd430c8'],
  friends: ['yes'],
  where: ['all', 'chosen'],
  messages: ['any', 'own'],
  from: ['all_history', 'from_now'],
  until: ['once', 'forever'],
  person: ['6ba7b810-9dad-11d1-80b4-00c04fd430c8'],
  handle: ['eve'],
  csrf: ['x'],
  xsrf: ['x'],
  logout: ['yes']
})

/** Which parameters make a request of an address that is mostly right. */
const usual: Record<string, string[]> = {
  '/oauth/token': ['grant_type', 'client_id', 'refresh_token', 'code', 'redirect_uri', 'code_verifier'],
  '/oauth/par': [
    'client_id',
    'response_type',
    'redirect_uri',
    'scope',
    'code_challenge',
    'code_challenge_method',
    'authorization_details',
    'state'
  ],
  '/oauth/authorize': [
    'client_id',
    'response_type',
    'redirect_uri',
    'scope',
    'code_challenge',
    'code_challenge_method',
    'authorization_details'
  ],
  '/oauth/introspect': ['token', 'client_id'],
  '/oauth/revoke': ['token', 'client_id'],
  '/oauth/end': ['id_token_hint', 'post_logout_redirect_uri', 'client_id'],
  '/oauth/end/confirm': ['xsrf', 'logout']
}

type Pair = [name: string, value: string]

const anyPairs = (path: string, values: Record<string, string[]>): Arbitrary<Pair[]> => {
  const names = Object.keys(values)
  const value = (name: string): Arbitrary<string> =>
    fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...((Object.hasOwn(values, name) && values[name]) || ['x'])) },
      { weight: 1, arbitrary: oddText }
    )
  // The first of a parameter's values is the one that fits.
  const right = (usual[path] ?? []).map((name) =>
    fc.oneof(
      { weight: 8, arbitrary: fc.constant<Pair>([name, values[name]?.[0] ?? '']) },
      { weight: 3, arbitrary: value(name).map((text): Pair => [name, text]) },
      { weight: 1, arbitrary: fc.constant<Pair>(['', '']) }
    )
  )
  const other = fc
    .constantFrom(...names, '__proto__', 'constructor')
    .chain((name) => value(name).map((text): Pair => [name, text]))
  return fc
    .tuple(fc.tuple(...right), fc.array(other, { maxLength: 2 }))
    .map(([given, more]) => [...given.filter(([name]) => name !== ''), ...more])
}

const encoded = (pairs: Pair[]): string =>
  pairs
    .map(([name, value]) => `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(value.toWellFormed())}`)
    .join('&')

const basic = (id: string, secret: string): Pair => [
  'Authorization',
  `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
]

const headersOf = ({ login: { client, tokens }, eve }: BadWorld): Arbitrary<Pair[]> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant<Pair[]>([basic(client.clientId, client.secret ?? '')]) },
    {
      weight: 3,
      arbitrary: fc.constantFrom<Pair[]>(
        [],
        [['Cookie', eve.person.cookie]],
        [['Cookie', `${eve.person.cookie}; parley_login=x; parley_login.sig=y; parley_interaction=%zz`]],
        [['Cookie', `parley_resume=${'a'.repeat(2000)}`]],
        [['Authorization', `Bearer ${tokens[0]}`]],
        [
          ['Authorization', `DPoP ${tokens[0]}`],
          ['DPoP', 'a.b.c']
        ],
        [
          ['Authorization', `DPoP ${tokens[0]}`],
          ['DPoP', 'e30.e30.e30']
        ],
        [['Authorization', 'Basic Og==']],
        [['Authorization', 'Basic %']],
        [['Authorization', 'Basic ' + Buffer.from('%zz:%00').toString('base64')]],
        [basic('nobody', 'x')],
        [
          ['Origin', 'https://app.example'],
          ['DPoP', 'x'.repeat(5000)]
        ],
        [
          ['X-Forwarded-Host', 'evil.example'],
          ['X-Forwarded-Proto', '\u0001'],
          ['X-Forwarded-For', '1.1.1.1']
        ],
        [['Accept', 'application/json']]
      )
    }
  )

const anyTail = fc.oneof(
  { weight: 20, arbitrary: fc.constant('') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '&%zz=%zz',
      '&a[b]=1',
      '&=&&=',
      '&a=%ff',
      '&a=1;b=2',
      '&client_id=a&client_id=b',
      `&x=${'a'.repeat(9000)}`
    )
  }
)

const toAddress = (method: string, path: string, world: BadWorld): Arbitrary<BadRequest> =>
  fc
    .record({
      pairs: anyPairs(path, valuesOf(world)),
      tail: anyTail,
      headers: headersOf(world),
      verb: fc.oneof(
        { weight: 25, arbitrary: fc.constant(method) },
        { weight: 1, arbitrary: fc.constantFrom('GET', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE') }
      ),
      odd: fc.oneof({ weight: 20, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: oddJson }),
      type: fc.oneof(
        { weight: 15, arbitrary: fc.constant('application/x-www-form-urlencoded') },
        { weight: 1, arbitrary: fc.constantFrom('application/json', 'text/plain', 'x') }
      )
    })
    .map(({ pairs, tail, headers, verb, odd, type }) => {
      const text = `${encoded(pairs)}${tail}`
      const hasBody = verb === 'POST' || verb === 'PUT'
      return {
        operation: `${method} ${path}`,
        method: verb,
        target: hasBody ? path : `${path}?${text.slice(0, 9000)}`,
        headers: [...(hasBody ? [['Content-Type', type] as Pair] : []), ...headers],
        body: hasBody ? Buffer.from(odd ?? text) : undefined,
        credentials: { by: 'nobody' },
        isRefused: false,
        endsRights: true
      }
    })

const toInteraction = (world: BadWorld): Arbitrary<BadRequest> =>
  fc
    .record({
      at: fc.constantFrom(...world.login.interactions),
      step: fc.constantFrom(
        '',
        '',
        '/consent',
        '/consent',
        '/consent/sign',
        '/sign-in',
        '/continue',
        '/deny',
        '/other'
      ),
      pairs: anyPairs('', valuesOf(world)),
      tail: anyTail,
      isRight: fc.boolean(),
      isForeign: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
      uid: fc.oneof({ weight: 9, arbitrary: fc.constant('') }, { weight: 1, arbitrary: oddText })
    })
    .map(({ at, step, pairs, tail, isRight, isForeign, uid }) => {
      const { path, cookie, csrf } = at
      // To say yes would end the interaction; these are for looking at everything short of that.
      const form = pairs.filter(([name]) => name !== 'decision' && name !== 'csrf')
      const decision: Pair = ['decision', pairs.length % 2 === 0 ? 'show' : (form[0]?.[1] ?? '')]
      return {
        operation: `interaction${step}`,
        method: step === '' ? 'GET' : 'POST',
        target: `${uid === '' ? path : `/oauth/interaction/${encodeURIComponent(uid.toWellFormed())}`}${step}`,
        headers: [
          ['Cookie', cookie],
          ['Origin', isForeign ? 'https://evil.example' : world.parley.url],
          ...(step === '' ? [] : [['Content-Type', 'application/x-www-form-urlencoded'] as Pair])
        ],
        body:
          step === ''
            ? undefined
            : Buffer.from(`${encoded([['csrf', isRight && step !== '/deny' ? csrf : 'x'], decision, ...form])}${tail}`),
        credentials: { by: 'nobody' },
        isRefused: false,
        endsRights: true
      }
    })

export const badLoginRequests = (world: BadWorld): Arbitrary<BadRequest> =>
  fc.oneof(...addresses.map(([method, path, weight]) => ({ weight, arbitrary: toAddress(method, path, world) })), {
    weight: 5,
    arbitrary: toInteraction(world)
  })
