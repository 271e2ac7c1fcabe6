// Whether a certificate chain speaks for Alexa: names, dates, and every signature up to a root that is trusted.
import { type KeyObject, X509Certificate } from 'node:crypto'

const domain = 'echo-api.amazon.com'
const chainMax = 6
const pem = /-----BEGIN CERTIFICATE-----[\sA-Za-z0-9+/=]+-----END CERTIFICATE-----/g

const signedBy = (child: X509Certificate, parent: X509Certificate): boolean =>
  parent.ca && child.checkIssued(parent) && child.verify(parent.publicKey)

/** The key of the first certificate of a PEM chain; throws an Error with the reason when the chain is not to be believed. */
export const checkChain = (chain: string, roots: readonly string[], nowMs: number): KeyObject => {
  const certificates = (chain.match(pem) ?? []).map((text) => new X509Certificate(text))
  const [leaf] = certificates
  const last = certificates.at(-1)
  if (!leaf || !last || certificates.length > chainMax) throw new Error('There is no certificate chain')
  for (const { validFromDate, validToDate } of certificates)
    if (validFromDate.getTime() > nowMs || validToDate.getTime() < nowMs)
      throw new Error('A certificate has expired or is not valid yet')
  if (!leaf.checkHost(domain, { subject: 'never', wildcards: false }))
    throw new Error(`The certificate is not of ${domain}`)
  if (!certificates.slice(1).every((parent, i) => signedBy(certificates[i]!, parent)))
    throw new Error('The certificates do not belong together')
  const trusted = roots.some((text) => {
    const root = new X509Certificate(text)
    const alive = root.validFromDate.getTime() <= nowMs && nowMs <= root.validToDate.getTime()
    return alive && (root.fingerprint256 === last.fingerprint256 || signedBy(last, root))
  })
  if (!trusted) throw new Error('The chain does not end at a root that is trusted')
  return leaf.publicKey
}
