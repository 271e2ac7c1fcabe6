// The one way out to the network: a time limit on every request, and one error for everything that kept an answer from coming.
import type { CustomFetchOptions } from 'oauth4webapi'
import { ParleyUnreachable } from './refusal.ts'

const timeoutMs = 30_000

/**
 * Wraps a fetch so that it reads the whole body and throws ParleyUnreachable when no complete answer came in 30 s. A caller's own
 * AbortSignal keeps its reason.
 */
export const fetchDoor =
  (send: typeof fetch) =>
  async (url: string, init: CustomFetchOptions<string, unknown>): Promise<Response> => {
    const limit = AbortSignal.timeout(timeoutMs)
    const signal = init.signal ? AbortSignal.any([init.signal, limit]) : limit
    try {
      const response = await send(url, { ...(init as RequestInit), signal })
      if (response.type === 'opaqueredirect' || response.body === null) return response
      const body = await response.arrayBuffer()
      return new Response(body.byteLength ? body : null, { status: response.status, headers: response.headers })
    } catch (error) {
      if (init.signal?.aborted) throw error
      throw new ParleyUnreachable(`Parley could not be reached at ${new URL(url).origin}`, { cause: error })
    }
  }
