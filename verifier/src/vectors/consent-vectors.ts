// Vectors of signatures under permissions: what a passkey signs, and the proofs with which apps sign requests.
import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { toBase64 } from '@parley/protocol/log/base64.ts'
import { joinBytes } from '@parley/protocol/log/bytes.ts'
import { parseOwner } from '@parley/protocol/log/entry-texts.ts'
import { grantChallenge } from '@parley/protocol/log/grant-challenge.ts'
import { toHex } from '@parley/protocol/log/hex.ts'
import { sha256 } from '@parley/protocol/log/sha256.ts'
import { toUtf8 } from '@parley/protocol/log/utf8.ts'
import { makeAppKey } from '../simulate/app-key.ts'
import type { Kept } from './kept.ts'
import { bytesOf, idOf } from './seeds.ts'

const url64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
const hexTo64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64url')

/** The P-256 key of RFC 6979 §A.2.5. */
const p256 = createPrivateKey({
  format: 'jwk',
  key: {
    kty: 'EC',
    crv: 'P-256',
    d: hexTo64('c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721'),
    x: hexTo64('60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6'),
    y: hexTo64('7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299')
  }
})
const ed25519 = createPrivateKey({
  format: 'der',
  type: 'pkcs8',
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), bytesOf('passkey')])
})
const spkiOf = (key: KeyObject): string =>
  toBase64(new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' })))

const [app, ana] = [toHex(bytesOf('app')), toHex(bytesOf('ana'))] as const
const [g, conv] = [idOf('grant'), idOf('conversation')] as const
const other = idOf('another conversation')
const consent = toHex(bytesOf('consent'))
const why = 'dpv:RequestedServiceProvision'
const [early, late] = [conv, other].toSorted() as [string, string]

/** The lines are written out here, so that they check the code that makes them. */
const grants = [
  {
    owner: {
      g,
      who: ana,
      because: null,
      consent,
      answers: {
        actions: ['read', 'write'],
        friends: true,
        all: false,
        own: true,
        history: false,
        until: '30_days',
        why,
        conversations: [late, early].map((id) => [id, 7]),
        ends: '2026-11-29T08:00:00Z'
      }
    },
    lines: `app ${app}
person ${ana}
grant ${g}
actions read write
friends true
where ${early} ${late}
messages own
from from_now
until 30_days
why ${why}
consent ${consent}
`
  },
  {
    owner: {
      g,
      who: ana,
      because: null,
      consent: null,
      answers: {
        actions: [],
        friends: false,
        all: true,
        own: false,
        history: true,
        until: 'until_revoked',
        why,
        conversations: [[conv, 0]],
        ends: null
      }
    },
    lines: `app ${app}
person ${ana}
grant ${g}
actions${' '}
friends false
where all
messages any
from all_history
until until_revoked
why ${why}
consent${' '}
`
  },
  {
    owner: {
      g,
      who: ana,
      because: null,
      consent,
      answers: {
        actions: ['read'],
        friends: false,
        all: true,
        own: false,
        history: true,
        until: 'day',
        why,
        conversations: [],
        ends: '2026-10-31T08:00:00Z',
        kinds: ['text', 'song'],
        perDay: 50
      }
    },
    lines: `app ${app}
person ${ana}
grant ${g}
actions read
friends false
where all
messages any
from all_history
until day
kinds text song
per_day 50
why ${why}
consent ${consent}
`
  }
]

type Assertion = { type?: string; flags?: number; challenge: Uint8Array }

const assertion = async (key: KeyObject, { type = 'webauthn.get', flags = 5, challenge }: Assertion, kept: Kept) => {
  const client = { type, challenge: url64(challenge), origin: 'https://parley.example' }
  const clientData = toUtf8(JSON.stringify(client))
  const authenticatorData = joinBytes(sha256(toUtf8('parley.example')), Uint8Array.of(flags, 0, 0, 0, 1))
  const message = joinBytes(authenticatorData, sha256(clientData))
  const isEdwards = key.asymmetricKeyType === 'ed25519'
  const make = () => new Uint8Array(sign(isEdwards ? null : 'sha256', message, key))
  const signature = isEdwards ? make() : await kept(message, make)
  return JSON.stringify({
    credential: 'AQID',
    clientData: toBase64(clientData),
    authenticatorData: toBase64(authenticatorData),
    signature: toBase64(signature)
  })
}

const passkeys = async (kept: Kept) => {
  const owner = JSON.stringify(grants[0]!.owner)
  const challenge = grantChallenge(app, parseOwner('grant', owner))
  const one = (name: string, key: KeyObject, given: string, isGood: boolean) => ({
    name,
    app,
    owner,
    spki: spkiOf(key),
    signed: given,
    signedHash: toHex(sha256(toUtf8(given))),
    isGood
  })
  const p256Good = await assertion(p256, { challenge }, kept)
  const ed25519Good = await assertion(ed25519, { challenge }, kept)
  const wrong = async (name: string, change: Partial<Assertion>) =>
    one(name, ed25519, await assertion(ed25519, { challenge, ...change }, kept), false)
  return [
    one('P-256', p256, p256Good, true),
    one('Ed25519', ed25519, ed25519Good, true),
    one('another key', p256, ed25519Good, false),
    one('a signature that is cut', ed25519, ed25519Good.replace(/=="\}$/, '="}').replace('A', 'B'), false),
    await wrong('a registration', { type: 'webauthn.create' }),
    await wrong('nobody was there', { flags: 4 }),
    await wrong('another challenge', { challenge: bytesOf('another challenge') })
  ]
}

/** The example of RFC 9449 §7.1. */
const published = [
  'eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJo',
  'RjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJq',
  'dGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0ZWRyZXNv',
  'dXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35yRq',
  'zhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA'
].join('')

const proofs = async () => {
  const key = await makeAppKey(bytesOf('app key'))
  const url = `https://parley.example/v1/conversations/${conv}/messages`
  const proof = await key.prove('GET', url, 1_793_347_380_000, 'vector-1')
  const [header = '', payload = '', signature = ''] = proof.split('.')
  const hash = (text: string) => toHex(sha256(toUtf8(text)))
  const wrong = (name: string, text: string) => ({ name, proof: text, req: hash(text), isGood: false })
  const changed = (part: string, change: (text: string) => string) =>
    url64(toUtf8(change(Buffer.from(part, 'base64url').toString())))
  return [
    {
      name: 'published: RFC 9449',
      proof: published,
      req: hash(published),
      isGood: true,
      jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I',
      method: 'GET',
      issuedSeconds: 1_562_262_618,
      url: 'https://resource.example.org/protectedresource'
    },
    {
      name: 'Ed25519',
      proof,
      req: hash(proof),
      isGood: true,
      jkt: key.jkt,
      method: 'GET',
      url,
      issuedSeconds: 1_793_347_380
    },
    wrong('another method', [header, changed(payload, (text) => text.replace('GET', 'PUT')), signature].join('.')),
    wrong('another type', [changed(header, (text) => text.replace('dpop+jwt', 'jwt')), payload, signature].join('.')),
    wrong('no algorithm', [changed(header, (text) => text.replace('EdDSA', 'none')), payload, ''].join('.')),
    wrong('no signature', `${header}.${payload}.`),
    wrong('a part too many', `${proof}.${signature}`)
  ]
}

export const consentVectors = async (kept: Kept) => ({
  grants: grants.map(({ owner, lines }) => {
    const text = JSON.stringify(owner)
    return { app, owner: text, lines, challenge: toHex(grantChallenge(app, parseOwner('grant', text))) }
  }),
  passkeys: await passkeys(kept),
  proofs: await proofs()
})
