// An app's key, and the proofs that it makes with it (RFC 9449 §4.2).
import { toBase64 } from '@parley/protocol/log/base64.ts'
import { sha256 } from '@parley/protocol/log/sha256.ts'
import { unshared } from '@parley/protocol/log/signature-check.ts'
import { toUtf8 } from '@parley/protocol/log/utf8.ts'
import { makeEd25519Pair } from './ed25519-pair.ts'

export type AppKey = {
  jkt: string
  prove: (method: string, url: string, timeMs: number, jti: string) => Promise<string>
}

const url64 = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

const es256 = { algorithm: { name: 'ECDSA', namedCurve: 'P-256' }, sign: { name: 'ECDSA', hash: 'SHA-256' } }

/** A P-256 key; with a seed the Ed25519 key of it, whose signatures are the same each time. */
export const makeAppKey = async (seed?: Uint8Array): Promise<AppKey> => {
  const { publicKey, privateKey } = seed
    ? await makeEd25519Pair(seed)
    : await crypto.subtle.generateKey(es256.algorithm, true, ['sign', 'verify'])
  const { crv, kty, x, y } = await crypto.subtle.exportKey('jwk', publicKey)
  const jwk = { crv, kty, x, ...(y !== undefined && { y }) }
  const jkt = url64(sha256(toUtf8(JSON.stringify(jwk))))
  const header = url64(toUtf8(JSON.stringify({ typ: 'dpop+jwt', alg: seed ? 'EdDSA' : 'ES256', jwk })))
  const ath = url64(sha256(toUtf8('a token')))
  const prove = async (htm: string, htu: string, timeMs: number, jti: string) => {
    const payload = url64(toUtf8(JSON.stringify({ jti, htm, htu, iat: Math.floor(timeMs / 1000), ath })))
    const signed = toUtf8(`${header}.${payload}`)
    const signature = await crypto.subtle.sign(seed ? 'Ed25519' : es256.sign, privateKey, unshared(signed))
    return `${header}.${payload}.${url64(new Uint8Array(signature))}`
  }
  return { jkt, prove }
}
