// Tells the platform that tokens will not be used again (RFC 7009).
import * as oauth from 'oauth4webapi'
import type { Platform } from '../platform.ts'
import type { UsedSession } from '../access.ts'

/** Revokes a session's tokens as well as it can; a platform that cannot be reached lets them run out instead. */
export const dropTokens = async (platform: Platform, session: UsedSession): Promise<void> => {
  try {
    const server = await platform.server()
    const token = session.refreshToken ?? session.accessToken
    await oauth.revocationRequest(server, platform.client, platform.authentication, token, platform.http)
  } catch {
    // The tokens are forgotten here either way.
  }
}
