// An app's key, and the proofs that it makes with it (RFC 9449 §4.2).
import { toBase64 } from '@parley/protocol/log/base64.ts'
import { sha256 } from '@parley/protocol/log/sha256.ts'
import { unshared } from '@parley/protocol/log/signature-check.ts'
import { toUtf8 } from '@parley/protocol/log/utf8.ts'

export type AppKey = {
  jkt: string
  prove: (method: string, url: string, timeMs: number, jti: string) => Promise<string>
}

const url64 = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

export const makeAppKey = async (): Promise<AppKey> => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const { crv, kty, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey)
  const jkt = url64(sha256(toUtf8(JSON.stringify({ crv, kty, x, y }))))
  const header = url64(toUtf8(JSON.stringify({ typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } })))
  const ath = url64(sha256(toUtf8('a token')))
  const prove = async (htm: string, htu: string, timeMs: number, jti: string) => {
    const payload = url64(toUtf8(JSON.stringify({ jti, htm, htu, iat: Math.floor(timeMs / 1000), ath })))
    const signed = toUtf8(`${header}.${payload}`)
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, unshared(signed))
    return `${header}.${payload}.${url64(new Uint8Array(signature))}`
  }
  return { jkt, prove }
}
