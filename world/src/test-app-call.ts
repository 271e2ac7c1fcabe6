// Calls of an app that logged its person in (test-login.ts), each answer kept as the bytes it came in.
import * as client from 'openid-client'
import type { TestApp, Tokens } from './test-login.ts'

/** body: parsed JSON. heard: status line, headers and body as they came. */
export type AppAnswer = { status: number; body: unknown; heard: string }

/** A GET of the partner API with a fresh proof. A refusal comes back as an answer. */
export const callAsApp = async ({ config, dpop }: TestApp, tokens: Tokens, url: URL): Promise<AppAnswer> => {
  const answer = await client
    .fetchProtectedResource(config, tokens.access_token, url, 'GET', undefined, undefined, { DPoP: dpop })
    .catch((error: unknown) => {
      if (error instanceof client.WWWAuthenticateChallengeError) return error.response
      throw error
    })
  const text = await answer.text()
  const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n')
  return {
    status: answer.status,
    body: (text === '' ? undefined : JSON.parse(text)) as unknown,
    heard: `${headers}\n\n${text}`
  }
}
