// Check V25: where a permission says that a passkey signed it, the signature holds and the passkey was the person's.
import type { BundleSequence } from '@parley/protocol/log/evidence-bundle.ts'
import { toHex } from '@parley/protocol/log/hex.ts'
import type { Find } from '@parley/protocol/log/finding.ts'
import { passkeyProblem } from '@parley/protocol/log/passkey-problem.ts'
import { parsePasskeySignature } from '@parley/protocol/log/passkey-signature.ts'
import { sha256 } from '@parley/protocol/log/sha256.ts'
import { toUtf8 } from '@parley/protocol/log/utf8.ts'
import type { BundleView } from './context.ts'

const isWholeLife = (sequence: BundleSequence, person: string): boolean =>
  sequence.of === 'person' && sequence.first === 1 && sequence.lid === person

export const checkPasskeys = async ({ entries, sequences }: BundleView, find: Find): Promise<void> => {
  /** Public keys by person and credential, as entries before the permission registered them; empty where it was removed. */
  const keys = new Map<string, string>()
  let attested = 0
  for (const { index, shared, owner, given } of entries) {
    if (owner?.frame === 'passkey') keys.set(`${owner.who} ${owner.credential}`, owner.key)
    if (shared?.frame !== 'grant' || shared.t !== 'give' || owner?.frame !== 'grant') continue
    if (owner.signed === undefined || owner.signed === null) attested++
    else if (given.signed === undefined)
      find('V25', 'insufficient', 'The passkey’s signature is not in this file.', index)
    else if (toHex(sha256(toUtf8(given.signed))) !== owner.signed)
      find('V25', 'violation', 'The passkey’s signature is not the one that was logged.', index)
    else {
      const registered = keys.get(`${owner.who} ${parsePasskeySignature(given.signed)?.credential}`)
      // Evidence of an app, or about one app, need not hold the person's entries about passkeys.
      if (registered === undefined && !sequences.some((one) => isWholeLife(one, owner.who)))
        find('V25', 'insufficient', 'The entry that registered the passkey is not in this file.', index)
      else {
        const problem = await passkeyProblem(given.signed, shared.app, owner, () => registered)
        if (problem !== undefined) find('V25', 'violation', problem, index)
      }
    }
  }
  if (attested > 0)
    find(
      'V25',
      'remark',
      `${attested} permissions are attested by the platform only: no passkey of the person signed them.`
    )
}
