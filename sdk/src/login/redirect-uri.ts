// The address to which people come back, which only logins in a browser need.
import type { Platform } from '../platform.ts'

/** Throws a TypeError when the app was made without one. */
export const redirectUriOf = ({ redirectUri }: Platform): string => {
  if (redirectUri === undefined) throw new TypeError('redirectUri is missing; without it people log in on devices only')
  return redirectUri
}
