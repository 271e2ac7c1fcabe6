// The app's own part of the log, which neither it nor the platform can change (docs/guide/partner.md, "Evidence").
import * as oauth from 'oauth4webapi'
import { clientHeaders } from './client-headers.ts'
import type { Platform } from './platform.ts'
import { errorFrom } from './refusal.ts'

/** Days of UTC such as 2026-11-01, both included; without them it is all there is. */
export type EvidenceOptions = { since?: string; until?: string; signal?: AbortSignal }

/**
 * GET /v1/evidence with the app's own authentication: the text of a .parley-evidence.json, for `parley-verify bundle`. Throws a TypeError for
 * an app without secret and key, which has no evidence of its own; ParleyRefusal client_unknown, evidence_pending, rate_limited.
 */
export const downloadEvidence = async (platform: Platform, options: EvidenceOptions = {}): Promise<string> => {
  const { since, until, signal } = options
  const url = new URL(`${platform.url}/v1/evidence`)
  if (since !== undefined) url.searchParams.set('since', since)
  if (until !== undefined) url.searchParams.set('until', until)
  const response = await platform.http[oauth.customFetch](url.href, {
    method: 'GET',
    headers: await clientHeaders(platform),
    body: undefined,
    redirect: 'manual',
    ...(signal && { signal })
  })
  if (!response.ok) throw await errorFrom(response)
  return response.text()
}
