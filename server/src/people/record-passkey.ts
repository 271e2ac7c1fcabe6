// Records that a person added or removed a passkey.
import { newId } from '../base/random.ts'
import type { Tx } from '../base/sql.ts'

/**
 * In the transaction that adds or removes it, after its locks. key: the public key as SPKI; undefined when the passkey is removed, so
 * that nothing which it signs later counts as the person's.
 */
export const recordPasskey = async (
  tx: Tx,
  person: string,
  passkey: { credentialId: string; key: Buffer | undefined; at: Date }
): Promise<void> => {
  const { credentialId, key, at } = passkey
  const event = newId()
  const shared = JSON.stringify({ v: 1, t: 'passkey', id: event, at: at.toISOString() })
  await tx`
    select log.record(${event}, 'passkey', ${person}, null, null, null, ${at}, array[${person}]::uuid[], ${shared},
      json_build_object('who', log.lid(${person}), 'credential', ${credentialId}::text, 'key', ${key?.toString('base64') ?? ''}::text)::text)`
}
