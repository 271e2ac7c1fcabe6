// A tiny browser without JavaScript for tests: cookies, redirects, pages, forms.
import { request } from 'node:http'

type Cookie = { name: string; value: string; host: string; path: string; expiresAt: number }

export type Field = { name: string; value: string; type: string; checked: boolean; text: string }
export type Form = {
  method: string
  action: string
  fields: Field[]
  buttons: { name: string; value: string; text: string }[]
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
const decode = (text: string): string =>
  text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name]!)

const attributesOf = (tag: string): Record<string, string> => {
  const found: Record<string, string> = {}
  for (const [, name, value] of tag.matchAll(/\s([a-z-]+)(?:="([^"]*)")?/g)) found[name!] = decode(value ?? '')
  return found
}

const words = (markup: string): string =>
  decode(markup.replaceAll(/<[^>]*>/g, ' '))
    .replaceAll(/\s+/g, ' ')
    .trim()

const formsOf = (body: string): Form[] =>
  [...body.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, tag, inner]) => {
    const { method = 'get', action = '' } = attributesOf(` ${tag}`)
    const fields = [...inner!.matchAll(/<(?:input|textarea)\b([^>]*)>([^<]*)/g)].map(([, input, text]): Field => {
      const { name = '', value = '', type = 'text', ...rest } = attributesOf(` ${input}`)
      return { name, value, type, checked: 'checked' in rest, text: words(text!) }
    })
    const buttons = [...inner!.matchAll(/<button\b([^>]*)>(.*?)<\/button>/gs)].map(([, button, text]) => {
      const { name = '', value = '' } = attributesOf(` ${button}`)
      return { name, value, text: words(text!) }
    })
    return { method, action, fields, buttons }
  })

/** What a person sees after a click: the page, or the address of another site that the browser was sent to. */
export type Seen = { status: number; url: URL; headers: Headers; body: string; text: string; forms: Form[] }

/** Changes to a form before it is sent: values of text fields, boxes and radios to be ticked (by value) or not. */
export type Fill = { text?: Record<string, string>; tick?: Record<string, string[]> }

const isTicked = (field: Field, fill: Fill): boolean => {
  const wanted = fill.tick?.[field.name]
  return wanted ? wanted.includes(field.value) : field.checked
}

type BrowserInit = { method?: string; body?: URLSearchParams; headers?: Record<string, string> }

// Not fetch, which tells servers that a script and not a person is asking (Sec-Fetch-Mode).
const send = (url: URL, { method = 'GET', body, headers }: BrowserInit): Promise<Response> =>
  new Promise((resolve, reject) => {
    const form = body && { 'content-type': 'application/x-www-form-urlencoded' }
    const sent = request(
      url,
      { method, headers: { accept: 'text/html,*/*;q=0.8', 'sec-fetch-mode': 'navigate', ...form, ...headers } },
      (answer) => {
        const lines = answer.rawHeaders.flatMap((name, i): [string, string][] =>
          i % 2 === 0 ? [[name, answer.rawHeaders[i + 1]!]] : []
        )
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('error', reject)
        answer.on('end', () => {
          const status = answer.statusCode ?? 0
          resolve(new Response([204, 304].includes(status) ? null : Buffer.concat(chunks), { status, headers: lines }))
        })
      }
    )
    sent.on('error', reject)
    sent.end(body?.toString())
  })

export class TestBrowser {
  readonly #home: string
  readonly #others: string[]
  readonly #cookies = new Map<string, Cookie>()
  seen: Seen | undefined

  /** home: the platform's URL; redirects to origins that are not home or one of the others are not followed. */
  constructor(home: string, ...others: string[]) {
    this.#home = home
    this.#others = others
  }

  /** Puts a cookie into the browser, given as "name=value". */
  addCookie(pair: string): void {
    const [name, ...value] = pair.split('=')
    this.#keep(`${name}=${value.join('=')}; Path=/`, new URL(this.#home))
  }

  #keep(line: string, from: URL): void {
    const [pair, ...rest] = line.split(';').map((part) => part.trim())
    const at = pair!.indexOf('=')
    const of = Object.fromEntries(
      rest.map((part) => [part.split('=')[0]!.toLowerCase(), part.split('=').slice(1).join('=')])
    )
    const maxAge = of['max-age'] === undefined ? undefined : Number(of['max-age']) * 1000 + Date.now()
    const expiresAt = maxAge ?? (of['expires'] ? Date.parse(of['expires']) : Infinity)
    const cookie = {
      name: pair!.slice(0, at),
      value: pair!.slice(at + 1),
      host: from.host,
      path: of['path'] ?? '/',
      expiresAt
    }
    this.#cookies.set(`${cookie.name} ${cookie.host} ${cookie.path}`, cookie)
  }

  cookiesFor(url: URL): string {
    const now = Date.now()
    return [...this.#cookies.values()]
      .filter((c) => c.host === url.host && c.expiresAt > now)
      .filter((c) => url.pathname === c.path || url.pathname.startsWith(c.path.endsWith('/') ? c.path : `${c.path}/`))
      .map((c) => `${c.name}=${c.value}`)
      .join('; ')
  }

  /** One request without following redirects. */
  async request(address: string | URL, init: BrowserInit = {}): Promise<Response> {
    const url = new URL(address, this.seen?.url ?? this.#home)
    const cookie = this.cookiesFor(url)
    const answer = await send(url, { ...init, headers: { ...(cookie && { cookie }), ...init.headers } })
    for (const line of answer.headers.getSetCookie()) this.#keep(line, url)
    return answer
  }

  /** Opens an address and follows redirects within the platform. */
  async open(address: string | URL, init: BrowserInit = {}): Promise<Seen> {
    let url = new URL(address, this.seen?.url ?? this.#home)
    let answer = await this.request(url, init)
    for (let hops = 0; answer.status >= 300 && answer.status < 400; hops++) {
      if (hops > 10) throw new Error('Too many redirects')
      url = new URL(answer.headers.get('location')!, url)
      if (![this.#home, ...this.#others].some((known) => new URL(known).origin === url.origin)) break
      answer = await this.request(url)
    }
    const body = await answer.text()
    this.seen = {
      status: answer.status,
      url,
      headers: answer.headers,
      body,
      text: words(body.replaceAll(/<head>.*<\/head>/gs, '')),
      forms: formsOf(body)
    }
    return this.seen
  }

  /** The form of the page in view that has a button with this text. */
  form(button: string): Form {
    const found = this.seen?.forms.find((form) => form.buttons.some((b) => b.text === button))
    if (!found) throw new Error(`No button "${button}" on: ${this.seen?.text.slice(0, 400)}`)
    return found
  }

  /** The body that a click on the button would send. */
  bodyOf(button: string, fill: Fill = {}): URLSearchParams {
    const form = this.form(button)
    const body = new URLSearchParams()
    for (const field of form.fields) {
      if (field.type === 'checkbox' || field.type === 'radio') {
        if (isTicked(field, fill)) body.append(field.name, field.value)
      } else body.append(field.name, fill.text?.[field.name] ?? field.value)
    }
    const { name, value } = form.buttons.find((b) => b.text === button)!
    if (name) body.append(name, value)
    return body
  }

  /** Fills the form in view and clicks a button of it. */
  async click(button: string, fill: Fill = {}): Promise<Seen> {
    const form = this.form(button)
    const body = this.bodyOf(button, fill)
    return this.open(form.action, {
      method: 'POST',
      body,
      headers: { origin: this.seen!.url.origin, 'content-type': 'application/x-www-form-urlencoded' }
    })
  }
}
