// Whether Alexa signed a request: these bytes, by a certificate that speaks for Alexa now.
import { type KeyObject, verify } from 'node:crypto'
import { BadInput } from '../bad-input.ts'
import { chainUrl } from './chain-url.ts'
import { checkChain } from './check-chain.ts'
import type { FetchChain } from './fetch-chain.ts'

type Headers = Record<string, string | string[] | undefined>
/** roots: PEM, whom the signatures must go back to. now: milliseconds since 1970. */
export type Trust = { fetchChain: FetchChain; roots: readonly string[]; now: () => number }

const keyAt = async (url: string, { fetchChain, roots, now }: Trust): Promise<KeyObject> => {
  try {
    return checkChain(await fetchChain(url), roots, now())
  } catch (error) {
    throw new BadInput(error instanceof Error ? error.message : 'The certificate chain cannot be read')
  }
}

/** Throws BadInput unless Signature-256 is Alexa's, over exactly these bytes. The older SHA-1 header counts for nothing. */
export const checkSignature = async (body: Uint8Array, headers: Headers, trust: Trust): Promise<void> => {
  const url = chainUrl(headers['signaturecertchainurl'])
  const signature = headers['signature-256']
  if (!url) throw new BadInput('SignatureCertChainUrl is not an address of Alexa')
  if (typeof signature !== 'string' || !/^[A-Za-z0-9+/]{40,2000}={0,2}$/.test(signature))
    throw new BadInput('Signature-256 is missing or no signature')
  const key = await keyAt(url, trust)
  if (!verify('sha256', body, key, Buffer.from(signature, 'base64')))
    throw new BadInput('The signature is not of this body')
}
