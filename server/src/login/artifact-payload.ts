// What of an artifact is stored as it is, and what is not.
import type { AdapterPayload } from 'oidc-provider'
import type { Seal } from './seal.ts'

/** With the platform session that a session of the provider follows (follow-session.ts). */
export type KeptPayload = AdapterPayload & { parleySession?: string }

/**
 * The id of a row is its hash, and "consumed" is a column. An interaction names two secrets of others: the session's cookie, which
 * nothing needs, and the pushed request or the device's code, which are sealed. The code that a person enters is kept by its name only.
 */
export const keptPayload = (payload: KeptPayload, { seal }: Seal): KeptPayload => {
  const { parJti, deviceCode, session } = payload
  const kept = { ...payload }
  delete kept.jti
  delete kept.consumed
  delete kept.userCode
  if (session) {
    kept.session = { ...session }
    delete kept.session.cookie
  }
  if (parJti !== undefined) kept.parJti = seal(parJti).toString('base64url')
  if (typeof deviceCode === 'string') kept['deviceCode'] = seal(deviceCode).toString('base64url')
  return kept
}

export const openedPayload = (payload: AdapterPayload, { open }: Seal): AdapterPayload => {
  const { parJti, deviceCode } = payload
  const opened = (sealed: string): string => open(Buffer.from(sealed, 'base64url'))
  return {
    ...payload,
    ...(parJti !== undefined && { parJti: opened(parJti) }),
    ...(typeof deviceCode === 'string' && { deviceCode: opened(deviceCode) })
  }
}
