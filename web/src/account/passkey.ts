// Passkeys: signing up, signing in and adding one, each a question to the platform and its answer by the device.
import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration
} from '@simplewebauthn/browser'
import { api } from '../addresses.ts'
import { ApiError } from '../api/api-error.ts'
import { call } from '../api/call.ts'
import type { Me, Passkey } from '../api/shapes.ts'

type Asked<T> = { challenge: string; options: T }

export const passkeysWork = (): boolean => browserSupportsWebAuthn()

/** The person closed the device's dialog: nothing to report. */
export const wasCancelled = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError')

const byDevice = async <T>(ask: () => Promise<T>): Promise<T> => {
  try {
    return await ask()
  } catch (error) {
    if (wasCancelled(error)) throw error
    const known = error instanceof Error && error.name === 'InvalidStateError'
    throw new ApiError(known ? 'passkey_known' : 'passkey_failed', 0, {
      title: known ? 'This device has a passkey for your account already.' : 'Your device could not use a passkey here.'
    })
  }
}

export const signUpWithPasskey = async (handle: string, name: string): Promise<Me> => {
  const asked = await call<Asked<PublicKeyCredentialCreationOptionsJSON>>('POST', api.signUpPasskeyOptions(), {
    handle,
    name
  })
  const response = await byDevice(() => startRegistration({ optionsJSON: asked.options }))
  return call<Me>('POST', api.signUpPasskey(), { challenge: asked.challenge, response })
}

/** A passkey's answer that says who is there: signs in, or confirms who is signed in. */
export const answerWithPasskey = async (): Promise<{ challenge: string; response: object }> => {
  const asked = await call<Asked<PublicKeyCredentialRequestOptionsJSON>>('POST', api.signInPasskeyOptions(), {})
  const response = await byDevice(() => startAuthentication({ optionsJSON: asked.options }))
  return { challenge: asked.challenge, response }
}

export const signInWithPasskey = async (): Promise<Me> =>
  call<Me>('POST', api.signInPasskey(), await answerWithPasskey())

export const addPasskey = async (name: string): Promise<Passkey> => {
  const asked = await call<Asked<PublicKeyCredentialCreationOptionsJSON>>('POST', api.passkeyOptions(), {})
  const response = await byDevice(() => startRegistration({ optionsJSON: asked.options }))
  return call<Passkey>('POST', api.addPasskey(), { challenge: asked.challenge, response, name })
}
