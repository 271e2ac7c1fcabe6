// The one way to the platform's API: JSON out, JSON in, a refusal as an ApiError.
import type { Problem } from '@parley/protocol/api/refusals.ts'
import { ApiError } from './api-error.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
const timeoutMs = 20_000

/** Calls one address. Throws ApiError only. An answer without a body comes back as undefined. */
export const call = async <T = void>(
  method: Method,
  path: string,
  body?: unknown,
  signal?: AbortSignal
): Promise<T> => {
  const limit = AbortSignal.timeout(timeoutMs)
  const request: RequestInit = {
    method,
    credentials: 'same-origin',
    signal: signal ? AbortSignal.any([signal, limit]) : limit
  }
  if (body !== undefined) {
    request.body = JSON.stringify(body)
    request.headers = { 'content-type': 'application/json' }
  }
  let response: Response
  try {
    response = await fetch(path, request)
  } catch (error) {
    if (signal?.aborted) throw error
    throw new ApiError('unreachable', 0, { title: 'Parley cannot be reached. Check your connection and try again.' })
  }
  if (!response.ok) throw await refusalOf(response)
  if (response.status === 204) return undefined as T
  return (await json(response)) as T
}

const json = async (response: Response): Promise<unknown> => {
  try {
    return await response.json()
  } catch {
    throw new ApiError('broken', response.status, { title: 'Parley gave an answer that cannot be read. Try again.' })
  }
}

/** What an answer that is no success says. */
export const refusalOf = async (response: Response): Promise<ApiError> => {
  const problem = (await response.json().catch(() => undefined)) as Partial<Problem> | undefined
  if (typeof problem?.code !== 'string' || typeof problem.title !== 'string') {
    const title =
      response.status >= 500
        ? 'Parley has a problem of its own. Try again in a moment.'
        : 'That did not work. Try again.'
    return new ApiError('broken', response.status, { title })
  }
  const after = Number(response.headers.get('retry-after')) || problem.retryAfter
  return new ApiError(problem.code, response.status, {
    title: problem.title,
    ...(problem.detail ? { detail: problem.detail } : {}),
    ...(after ? { retryAfter: after } : {})
  })
}
