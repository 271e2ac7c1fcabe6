// Serves the start page at the port below the apps, and looks at each load which apps answer.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { appUrl, demoApps } from './demo-apps.ts'
import { startPage, type StartPlaces } from './start-page.ts'

const answerMsMax = 1500

const isUp = (url: string): Promise<boolean> =>
  fetch(`${url}/healthz`, { signal: AbortSignal.timeout(answerMsMax) }).then(
    (answer) => answer.ok,
    () => false
  )

const send = (response: ServerResponse, status: number, type: string, body: string, withBody: boolean): void => {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer'
  })
  response.end(withBody ? body : undefined)
}

/** Throws when the port is taken. */
export const serveStartPage = async (places: StartPlaces): Promise<{ url: string; close: () => Promise<void> }> => {
  const css = readFileSync(new URL('start-page.css', import.meta.url), 'utf8')
  const policy = `default-src 'none'; style-src 'self'; img-src ${places.parley}; frame-ancestors 'none'; base-uri 'none'`
  const page = async (): Promise<string> => {
    const up = await Promise.all(demoApps.map((app) => isUp(appUrl(app, places.portBase))))
    return startPage(places, new Set(demoApps.filter((_app, at) => up[at]).map(({ id }) => id))).markup
  }
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url?.split('?')[0]
    const isGet = request.method === 'GET'
    response.setHeader('content-security-policy', policy)
    if (!isGet && request.method !== 'HEAD') return send(response, 405, 'text/plain', 'Only GET.\n', true)
    if (path === '/') return send(response, 200, 'text/html', await page(), isGet)
    if (path === '/start-page.css') return send(response, 200, 'text/css', css, isGet)
    if (path === '/healthz') return send(response, 200, 'application/json', '{"ok":true}', isGet)
    return send(response, 404, 'text/plain', 'Nothing here. The start page is at /.\n', isGet)
  }
  const server = createServer((request, response) => void answer(request, response))
  server.listen(places.portBase, 'localhost')
  await once(server, 'listening')
  return {
    url: `http://localhost:${places.portBase}/`,
    close: async () => {
      server.close()
      server.closeAllConnections()
    }
  }
}
