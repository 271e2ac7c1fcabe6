// Gives a permission back by its id, when no token of its person is left.
import * as oauth from 'oauth4webapi'
import { clientHeaders } from '../client-headers.ts'
import type { Platform } from '../platform.ts'
import { errorFrom } from '../refusal.ts'

/** DELETE /v1/grants/{grant} with the client secret or key; one that has ended already is fine. Throws grant_missing, client_unknown. */
export const giveBackById = async (platform: Platform, grant: string): Promise<void> => {
  const response = await platform.http[oauth.customFetch](`${platform.url}/v1/grants/${encodeURIComponent(grant)}`, {
    method: 'DELETE',
    headers: await clientHeaders(platform),
    body: undefined,
    redirect: 'manual'
  })
  if (!response.ok) throw await errorFrom(response)
}
