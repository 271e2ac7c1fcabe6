// The floor that the partner read is compared with: the same 50 rows without permission, proof or record, as a process of its own.
import fastify from 'fastify'
import { openSql } from '@parley/server/base/sql.ts'

const [databaseUrl = '', conversation = '', port = ''] = process.argv.slice(2)
const sql = openSql(databaseUrl, { max: 12, name: 'bare route' })
const app = fastify()
app.get('/messages', async () => {
  const rows = await sql<{ id: string; person: string; name: string; body: string; at: Date }[]>`
    select e.id, e.person_id as person, p.name, e.body, e.at from conversations.event e join people.person p on p.id = e.person_id
    where e.conversation_id = ${conversation} and e.kind = 'message' and e.seq > 0 order by e.seq limit 50`
  return {
    items: rows.map(({ id, person, name, body, at }) => ({
      id,
      conversation,
      at: at.toISOString(),
      from: { id: person, name },
      ...(JSON.parse(body) as object)
    }))
  }
})
await app.listen({ host: 'localhost', port: Number(port) })
process.stdout.write('ready\n')
