// What a call that failed says: the platform's refusal, or that it could not be reached.
import type { Problem, RefusalCode } from '@parley/protocol/api/refusals.ts'

/** code: the refusal's; `unreachable` when no answer came, `broken` when the answer was no refusal. retryAfter in seconds. */
export class ApiError extends Error {
  readonly code: RefusalCode | 'unreachable' | 'broken'
  readonly status: number
  readonly title: string
  readonly detail: string | undefined
  readonly retryAfter: number | undefined

  constructor(code: ApiError['code'], status: number, problem: Pick<Problem, 'title' | 'detail' | 'retryAfter'>) {
    super(problem.detail ?? problem.title)
    this.code = code
    this.status = status
    this.title = problem.title
    this.detail = problem.detail
    this.retryAfter = problem.retryAfter
  }
}

/** The sentence to show for any error: the most exact one there is. */
export const reason = (error: unknown): string => {
  if (!(error instanceof ApiError)) return 'Something went wrong. Try again.'
  const said = error.detail ?? error.title
  const sentence = /[.!?]$/.test(said) ? said : `${said}.`
  return error.retryAfter ? `${sentence} Try again in ${waitFor(error.retryAfter)}.` : sentence
}

const waitFor = (seconds: number): string => {
  if (seconds < 90) return `${Math.ceil(seconds)} seconds`
  if (seconds < 5400) return `${Math.ceil(seconds / 60)} minutes`
  return `${Math.ceil(seconds / 3600)} hours`
}
