// Keeps a checked passkey for its person, and records it.
import { now } from '../base/clock.ts'
import { newId } from '../base/random.ts'
import { Refusal } from '../base/refusal.ts'
import type { Tx } from '../base/sql.ts'
import type { NewPasskey } from './check-new-passkey.ts'
import { recordPasskey } from './record-passkey.ts'

/** Returns its id and when it was added. Throws passkey_known when anybody has a key with this credential id. */
export const savePasskey = async (
  tx: Tx,
  person: string,
  name: string,
  key: NewPasskey
): Promise<{ id: string; addedAt: Date }> => {
  const [id, addedAt] = [newId(), now()]
  const saved = await tx`
    insert into people.passkey (id, credential_id, person_id, name, public_key, counter, transports, added_at)
    values (${id}, ${key.credentialId}, ${person}, ${name}, ${key.publicKey}, ${key.counter}, ${key.transports}, ${addedAt})
    on conflict (credential_id) do nothing`
  if (saved.count === 0) throw new Refusal('passkey_known')
  await recordPasskey(tx, person, { credentialId: key.credentialId, key: key.spki, at: addedAt })
  return { id, addedAt }
}
