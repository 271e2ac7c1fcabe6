// A person as they see themselves.
import type { Me } from '@parley/protocol/api/people.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'

export const readMe = async (sql: Sql, person: string): Promise<Me> => {
  const [row] = await sql<(Omit<Me, 'createdAt'> & { createdAt: Date })[]>`
    select p.id, p.handle, p.name, p.created_at as "createdAt",
      (select count(*)::int from people.passkey k where k.person_id = p.id) as passkeys,
      exists (select from people.password w where w.person_id = p.id) as "hasPassword", p.hears_of_readers as "hearsOfReaders"
    from people.person p where p.id = ${person} and p.closed_at is null`
  if (!row) throw new Refusal('person_missing')
  return { ...row, createdAt: row.createdAt.toISOString() }
}
