// Gives a permission back by its id, when no token of its person is left.
import * as oauth from 'oauth4webapi'
import type { Platform } from '../platform.ts'
import { errorFrom } from '../refusal.ts'

/** DELETE /v1/grants/{grant} with the client secret; one that has ended already is fine. Throws grant_missing, client_unknown. */
export const giveBackById = async (platform: Platform, grant: string): Promise<void> => {
  const headers = new Headers({ accept: 'application/json' })
  await platform.authentication(await platform.server(), platform.client, new URLSearchParams(), headers)
  const response = await platform.http[oauth.customFetch](`${platform.url}/v1/grants/${encodeURIComponent(grant)}`, {
    method: 'DELETE',
    headers: Object.fromEntries(headers),
    body: undefined,
    redirect: 'manual'
  })
  if (!response.ok) throw await errorFrom(response)
}
