// A passkey in software (WebAuthn §6): makes a key and answers challenges as a browser would, right or wrong as a test wishes.
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { sha256 } from '@parley/server/base/hash.ts'
import { newSecret } from '@parley/server/base/random.ts'

type Cbor = number | string | Uint8Array | Map<number | string, Cbor>

const head = (major: number, value: number): Buffer => {
  if (value < 24) return Buffer.from([(major << 5) | value])
  if (value < 256) return Buffer.from([(major << 5) | 24, value])
  return Buffer.from([(major << 5) | 25, value >> 8, value & 255])
}

const encode = (value: Cbor): Buffer => {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value])
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([k, v]) => [encode(k), encode(v)])])
}

/** What a test can have go wrong. */
export type Wrong = {
  origin?: string
  rpId?: string
  userVerified?: boolean
  counter?: number
  challenge?: string
  userHandle?: string
  format?: string
  statement?: Map<string, Cbor>
}

type Options = {
  challenge: string
  options: { challenge: string; rpId?: string; rp?: { id?: string }; user?: { id: string } }
}
type Answer = { challenge: string; response: Record<string, unknown> }

const algorithms = {
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: () => generateKeyPairSync('ed25519'),
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 })
}
type Algorithm = keyof typeof algorithms

// RFC 9053 §7, RFC 8230 §4.
const coseOf = (publicKey: KeyObject, algorithm: Algorithm): Map<number, Cbor> => {
  const { x = '', y = '', n = '', e = '' } = publicKey.export({ format: 'jwk' })
  const bytes = (text: string) => Buffer.from(text, 'base64url')
  const parts = {
    ES256: [
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, bytes(x)],
      [-3, bytes(y)]
    ],
    EdDSA: [
      [1, 1],
      [3, -8],
      [-1, 6],
      [-2, bytes(x)]
    ],
    RS256: [
      [1, 3],
      [3, -257],
      [-1, bytes(n)],
      [-2, bytes(e)]
    ]
  } satisfies Record<Algorithm, [number, Cbor][]>
  return new Map<number, Cbor>(parts[algorithm] as [number, Cbor][])
}

/** One passkey of one person, attestation "none". */
export class TestAuthenticator {
  readonly #origin: string
  readonly #publicKey: KeyObject
  readonly #privateKey: KeyObject
  readonly #algorithm: Algorithm
  readonly credentialId = newSecret(32)
  #userHandle = ''
  counter = 0

  /** origin: that of the page which asks, the platform's URL. */
  constructor(origin: string, algorithm: Algorithm = 'ES256') {
    this.#origin = origin
    this.#algorithm = algorithm
    const pair = algorithms[algorithm]()
    this.#publicKey = pair.publicKey
    this.#privateKey = pair.privateKey
  }

  get spki(): Buffer {
    return this.#publicKey.export({ format: 'der', type: 'spki' })
  }

  #clientData(type: string, challenge: string, wrong: Wrong): Buffer {
    const data = {
      type,
      challenge: wrong.challenge ?? challenge,
      origin: wrong.origin ?? this.#origin,
      crossOrigin: false
    }
    return Buffer.from(JSON.stringify(data))
  }

  // WebAuthn §6.1: hash of the RP id, flags (1 present, 4 verified, 64 attested), counter.
  #authData(wrong: Wrong, attested: Buffer | undefined): Buffer {
    const rpId = wrong.rpId ?? new URL(this.#origin).hostname
    const flags = 1 | (wrong.userVerified === false ? 0 : 4) | (attested ? 64 : 0)
    const rest = Buffer.alloc(5)
    rest.writeUInt8(flags, 0)
    rest.writeUInt32BE(wrong.counter ?? this.counter, 1)
    return Buffer.concat([sha256(rpId), rest, attested ?? Buffer.alloc(0)])
  }

  /** Answers the options of a sign-up or of an added passkey. */
  make({ challenge, options }: Options, wrong: Wrong = {}): Answer {
    this.#userHandle = options.user?.id ?? ''
    const cose = coseOf(this.#publicKey, this.#algorithm)
    const id = Buffer.from(this.credentialId, 'base64url')
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([id.length >> 8, id.length & 255]), id, encode(cose)])
    const attestation = new Map<string, Cbor>([
      ['fmt', wrong.format ?? 'none'],
      ['attStmt', wrong.statement ?? new Map()],
      ['authData', this.#authData(wrong, attested)]
    ])
    return {
      challenge,
      response: {
        id: this.credentialId,
        rawId: this.credentialId,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: this.#clientData('webauthn.create', options.challenge, wrong).toString('base64url'),
          attestationObject: encode(attestation).toString('base64url'),
          transports: ['internal', 'made-up']
        }
      }
    }
  }

  /** Answers the options of a sign-in; the counter rises by one, unless it is given. */
  answer({ challenge, options }: Options, wrong: Wrong = {}): Answer {
    if (wrong.counter === undefined) this.counter++
    const clientData = this.#clientData('webauthn.get', options.challenge, wrong)
    const authData = this.#authData(wrong, undefined)
    return {
      challenge,
      response: {
        id: this.credentialId,
        rawId: this.credentialId,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: clientData.toString('base64url'),
          authenticatorData: authData.toString('base64url'),
          signature: sign(
            this.#algorithm === 'EdDSA' ? null : 'sha256',
            Buffer.concat([authData, sha256(clientData)]),
            this.#privateKey
          ).toString('base64url'),
          userHandle: wrong.userHandle ?? this.#userHandle
        }
      }
    }
  }
}
