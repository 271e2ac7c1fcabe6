// Gets Alexa's certificate chain, and keeps it for a while.

/** Gives the PEM text at an address that chainUrl has let pass. */
export type FetchChain = (url: string) => Promise<string>

const bytesMax = 64 * 1024
const keepMs = 24 * 60 * 60 * 1000
const keptMax = 20
// Anybody may name an address, so only a few are asked at once.
const fetchesMax = 4

const readText = async (response: Response): Promise<string> => {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > bytesMax) throw new Error('The certificate chain is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

/**
 * Asks by the `fetch` that it is given: without redirects, at most three seconds, with a cache of a day. What was refused is not kept. now:
 * milliseconds since 1970.
 */
export const chainFetcher = (fetch: typeof globalThis.fetch, now: () => number): FetchChain => {
  const kept = new Map<string, { text: string; until: number }>()
  let fetches = 0
  return async (url) => {
    const found = kept.get(url)
    if (found && found.until > now()) return found.text
    if (fetches >= fetchesMax) throw new Error('Too many certificate chains are being fetched')
    fetches++
    try {
      const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(3000) })
      if (!response.ok) throw new Error(`The certificate chain is not there: ${response.status}`)
      const text = await readText(response)
      if (kept.size >= keptMax) kept.clear()
      kept.set(url, { text, until: now() + keepMs })
      return text
    } finally {
      fetches--
    }
  }
}
