// What the platform's address says about its OAuth server, or why it says nothing.
import * as oauth from 'oauth4webapi'
import { errorFrom, ParleyRefusal } from './refusal.ts'

/**
 * OpenID Connect Discovery §4. Throws ParleyUnreachable when nothing answers, or a 5xx; ParleyRefusal with the platform's own words
 * (`foreign_host` for an address that is not its own), or with `unknown` when what answers is no platform of this address.
 */
export const discover = async (
  issuer: URL,
  http: oauth.DiscoveryRequestOptions
): Promise<oauth.AuthorizationServer> => {
  const response = await oauth.discoveryRequest(issuer, http)
  const { status } = response
  const noPlatform = (detail: string, cause?: unknown): ParleyRefusal =>
    new ParleyRefusal('unknown', {
      status,
      title: `${issuer.href} is not the address of a Parley platform`,
      detail,
      cause
    })
  if (status !== 200) {
    const error = await errorFrom(response)
    throw error instanceof ParleyRefusal && error.code === 'unknown' ? noPlatform(`It answered ${status}`) : error
  }
  try {
    return await oauth.processDiscoveryResponse(issuer, response)
  } catch (error) {
    throw noPlatform(error instanceof Error ? error.message : String(error), error)
  }
}
