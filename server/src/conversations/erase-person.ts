// Takes somebody's messages out of all conversations, and them out of the conversations, when their account is closed.
import type { Bus } from '../base/bus.ts'
import type { Sql } from '../base/sql.ts'

// So that others who write in the conversation wait for a moment only.
const messagesMax = 2000

const eraseSome = async (sql: Sql, person: string, conversation: string): Promise<boolean> => {
  const [row] = await sql<{ changed: boolean }[]>`
    select conversations.erase_person(${conversation}, ${person}, ${messagesMax}) as changed`
  return row?.changed === true
}

/** One conversation after the other. May be called again after a crash. */
export const erasePerson = async ({ sql, bus }: { sql: Sql; bus: Bus }, person: string): Promise<void> => {
  // Also those that the person has left: what they wrote there stands.
  const ever = await sql<{ id: string }[]>`
    select conversation_id as id from conversations.member where person_id = ${person}`
  for (const { id } of ever) {
    let changed = false
    while (await eraseSome(sql, person, id)) {
      changed = true
      bus.publish({ topic: 'events', conversation: id })
    }
    if (!changed) continue
    const others = await sql<{ id: string }[]>`
      select person_id as id from conversations.member where conversation_id = ${id} and left_seq is null`
    for (const other of others) bus.publish({ topic: 'person', person: other.id, changed: 'conversations' })
  }
}
