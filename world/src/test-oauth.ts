// Single requests to the OAuth endpoints for tests, right or wrong in every part.
import { request } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose'
import { now } from '@parley/server/base/clock.ts'
import { newId } from '@parley/server/base/random.ts'
import type { TestClient } from './test-client.ts'
import type { TestPlatform } from './test-platform.ts'

type Platform = Pick<TestPlatform, 'url'>
export type RawAnswer = { status: number; body: string; cookies: string[] }

/** A GET with any Host and any target, which fetch does not allow. */
export const rawGet = (
  { config }: Pick<TestPlatform, 'config'>,
  path: string,
  headers: Record<string, string>
): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: config.host, port: config.port, path, headers }, (answer) => {
      let body = ''
      answer.on('data', (chunk: Buffer) => (body += chunk.toString()))
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, body, cookies: answer.headers['set-cookie'] ?? [] })
      )
    })
    sent.on('error', reject)
    sent.end()
  })

/** The Authorization header of a confidential client. */
export const basicOf = ({ clientId, secret }: TestClient): string =>
  `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`

export const postForm = (
  { url }: Platform,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {}
): Promise<Response> => fetch(`${url}${path}`, { method: 'POST', body: new URLSearchParams(fields), headers })

export type Proof = {
  claims?: Record<string, unknown>
  header?: Record<string, unknown>
  alg?: string
  key?: { privateKey: CryptoKey; publicKey: CryptoKey }
  /** Puts the private key where the public one belongs. */
  leaks?: boolean
}

/** A DPoP proof for POST /oauth/par, right unless told otherwise; undefined takes a part out. */
export const makeProof = async ({ url }: Platform, { claims, header, alg = 'ES256', key, leaks }: Proof = {}) => {
  const { privateKey, publicKey } = key ?? (await generateKeyPair(alg, { extractable: true }))
  const jwk: JWK = await exportJWK(leaks ? privateKey : publicKey)
  const iat = Math.floor(now().getTime() / 1000)
  return new SignJWT({ htm: 'POST', htu: `${url}/oauth/par`, iat, jti: newId(), ...claims })
    .setProtectedHeader({ alg, typ: 'dpop+jwt', jwk, ...header })
    .sign(privateKey)
}
