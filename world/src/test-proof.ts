// DPoP proofs for tests, made by hand so that each part can be wrong (RFC 9449 §4.2).
import { createHash, generateKeyPairSync, sign, type JsonWebKey, type KeyObject } from 'node:crypto'
import { nowMs } from '@parley/server/base/clock.ts'
import { sha256 } from '@parley/server/base/hash.ts'
import { newId } from '@parley/server/base/random.ts'

/** jkt: the thumbprint of the public key (RFC 7638). */
export type ProofKey = { privateKey: KeyObject; jwk: JsonWebKey; jkt: string }

export const makeProofKey = (): ProofKey => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' })
  const jkt = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url')
  return { privateKey, jwk: { kty: kty!, crv: crv!, x: x!, y: y! }, jkt }
}

export type ProofOf = { method: string; url: string; token: string }

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** url: of the request, without query. header and payload replace parts; undefined takes one away. */
export const makeProof = (
  key: ProofKey,
  { method, url, token }: ProofOf,
  { header = {}, payload = {} }: { header?: object; payload?: object } = {}
): string => {
  const head = { typ: 'dpop+jwt', alg: 'ES256', jwk: key.jwk, ...header }
  const claims = {
    jti: newId(),
    htm: method,
    htu: url,
    iat: Math.floor(nowMs() / 1000),
    ath: sha256(token).toString('base64url'),
    ...payload
  }
  const text = `${encode(head)}.${encode(claims)}`
  const signature = sign('sha256', Buffer.from(text), { key: key.privateKey, dsaEncoding: 'ieee-p1363' })
  return `${text}.${signature.toString('base64url')}`
}
