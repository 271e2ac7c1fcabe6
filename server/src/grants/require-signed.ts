// Holds a permission that is being given to the passkey's signature on it.
import { parseOwner, parseShared } from '@parley/protocol/log/entry-texts.ts'
import { passkeyProblem } from '@parley/protocol/log/passkey-problem.ts'
import { Refusal } from '../base/refusal.ts'
import type { Assertion } from '../people/judge-assertion.ts'
import { spkiOf } from '../people/spki-of.ts'

const base64 = (base64url: string): string => Buffer.from(base64url, 'base64url').toString('base64')

/** The signature as it is kept and hashed (docs/spec/log.md, "A passkey's signature"). */
export const signatureText = ({ credentialId, response }: Assertion): string =>
  JSON.stringify({
    credential: credentialId,
    clientData: base64(response.clientDataJSON),
    authenticatorData: base64(response.authenticatorData),
    signature: base64(response.signature)
  })

/**
 * entry: the texts of the entry as it was just recorded. Asks what whoever checks the evidence will ask, so that nothing is given
 * which differs from what was signed. Throws passkey_failed.
 */
export const requireSigned = async (
  entry: { shared: string; owner: string },
  { assertion, text }: { assertion: Assertion; text: string }
): Promise<void> => {
  const shared = parseShared(entry.shared)
  if (shared.frame !== 'grant') throw new Error('The entry of a permission is of another kind')
  const problem = await passkeyProblem(text, shared.app, parseOwner('grant', entry.owner), () =>
    spkiOf(assertion.publicKey).toString('base64')
  )
  if (problem !== undefined) throw new Refusal('passkey_failed', { detail: problem })
}
