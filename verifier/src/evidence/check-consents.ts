// Check V24: what a person was shown is what the permission commits to.
import type { Find } from '@parley/protocol/log/finding.ts'
import { toHex } from '@parley/protocol/log/hex.ts'
import { sha256 } from '@parley/protocol/log/sha256.ts'
import { toUtf8 } from '@parley/protocol/log/utf8.ts'
import type { BundleView } from './context.ts'

export const checkConsents = ({ entries }: BundleView, find: Find): void => {
  let unseen = 0
  for (const { index, shared, owner, given } of entries) {
    if (shared?.t !== 'give' || owner?.frame !== 'grant') continue
    if (given.consent === undefined) unseen++
    else if (owner.consent !== toHex(sha256(toUtf8(given.consent))))
      find('V24', 'violation', 'The consent text is not the one that was shown when the permission was given.', index)
  }
  if (unseen > 0) find('V24', 'remark', `For ${unseen} permissions the text that was shown is not in this file.`)
}
