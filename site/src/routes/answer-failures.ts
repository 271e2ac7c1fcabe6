// Pages for addresses that are not there and for errors.
import { failurePage } from '../pages/failure-page.ts'
import { newId } from '../random.ts'
import type { Site } from '../site.ts'
import { Refused, send } from './visit.ts'

export const answerFailures = (site: Site): void => {
  const { app } = site
  app.setNotFoundHandler((request, reply) =>
    send(reply, site.page(failurePage(site.visitor(request), 'Nothing here', 'There is no page at this address.')), 404)
  )
  app.setErrorHandler((error: Error & { statusCode?: number; status?: number; code?: string }, request, reply) => {
    const status = error.status ?? error.statusCode ?? 500
    // At an open path it is a program that asks (RFC 9457).
    if (status < 500 && site.openPaths.some((start) => request.url.startsWith(start))) {
      const problem = { status, ...(error.code && { code: error.code }), title: error.message }
      return reply.code(status).type('application/problem+json').send(problem)
    }
    const answer = (title: string, text: string, status: number) =>
      send(reply, site.page(failurePage(site.visitor(request), title, text)), status)
    if (error instanceof Refused) return answer(error.title, error.message, error.status)
    const text = site.sayError(error)
    if (text) return answer('That did not work', text, 502)
    if (error.statusCode && error.statusCode < 500) {
      return answer('That was not understood', 'Go back and try again.', error.statusCode)
    }
    const id = newId()
    request.log.error({ err: error, id }, 'fault')
    return answer('Something broke here', `It was written down as ${id}.`, 500)
  })
}
