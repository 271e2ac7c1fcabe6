// Gives a permission back by its id, when no token of its person is left.
import type { Receipted } from '@parley/protocol/api/partner.ts'
import * as oauth from 'oauth4webapi'
import { clientHeaders } from '../client-headers.ts'
import type { Platform } from '../platform.ts'
import { takeReceipts } from '../receipts/call-receipted.ts'
import { errorFrom } from '../refusal.ts'

/**
 * DELETE /v1/grants/{grant} with the client secret or key; one that has ended already is fine, and brings the same receipt, which is kept
 * under the grant's id. Throws grant_missing, client_unknown.
 */
export const giveBackById = async (platform: Platform, grant: string): Promise<void> => {
  // Before the request: without the key nothing could be checked, and the permission would be over.
  await platform.trust()
  const response = await platform.http[oauth.customFetch](`${platform.url}/v1/grants/${encodeURIComponent(grant)}`, {
    method: 'DELETE',
    headers: await clientHeaders(platform),
    body: undefined,
    redirect: 'manual'
  })
  if (!response.ok) throw await errorFrom(response)
  const answer = (await response.json()) as Receipted<object>
  const receipts = Array.isArray(answer.receipts) ? answer.receipts : []
  // None when the person has closed their account: the texts of the entry are gone.
  await takeReceipts(platform, grant, { answer, receipts }, receipts.length === 0 ? [] : [{ action: 'end' }], { grant })
}
