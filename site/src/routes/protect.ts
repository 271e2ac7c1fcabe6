// What every answer forbids browsers, and forms of other sites.
import type { Site } from '../site.ts'
import { Refused } from './visit.ts'

export const protect = ({ app, config, options, openPaths }: Site): void => {
  // A form may lead to Parley's login, so form-action names it; browsers apply the rule to redirects as well.
  const policy = `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self' ${new URL(config.parley).origin}; frame-ancestors 'none'; base-uri 'none'`
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store'
    })
    const { origin } = request.headers
    if (request.method !== 'POST' || origin === undefined || origin === config.url) return
    if (openPaths.some((start) => request.url.startsWith(start))) return
    throw new Refused(403, 'This form came from another site', `Open ${options.name} itself, then try again.`)
  })
}
