// A person who leaves a conversation while an app reads it for them is still told of that read.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeActor } from '@parley/world/test-actor.ts'
import { messagesOf, startTriangle } from '@parley/world/test-triangle.ts'
import { newId } from '../src/base/random.ts'

test('an access whose person leaves between the look and the record is in the history of that person', async (t) => {
  const { parley, ana, ben, cara } = await startTriangle()
  t.after(() => parley.close())
  const { sql } = parley
  const group = newId()
  await sql`select conversations.open_group(${group}, ${ana.id}, 'Group', ${[ben.id, cara.id]}::uuid[])`
  const { app, grant } = await makeActor(parley, { actions: ['read'] }, { person: ana })
  await sql`select conversations.leave_group(${group}, ${ana.id})`
  const pass = {
    status: 'ok',
    grant_id: grant,
    person_id: ana.id,
    app_id: app.id,
    may_read: true,
    why: 'dpv:RequestedServiceProvision',
    client_id: app.clientId
  }
  // The record as the gate makes it when it had looked before she left.
  await sql`
    select access.record(jsonb_populate_record(null::access.pass, ${pass as never}), 'read', ${group}, clock_timestamp(), 1, array[${ben.id}]::uuid[],
      access.item(${newId()}, 0, ${Buffer.alloc(32)}, false, 1, null, 'text'), null)`
  const [entry] = await sql<{ parties: string[] }[]>`
    select parties from log.entry where kind = 'read' and conversation_id = ${group}`
  assert.deepEqual(entry?.parties.toSorted(), [ana.id, ben.id, cara.id, app.id, grant].toSorted())
})

test('a member who reads as ever is in the parties once', async (t) => {
  const all = await startTriangle()
  const { parley, ana, ben, withBen } = all
  t.after(() => parley.close())
  await all.say(ben, withBen, 'Hello')
  const actor = await makeActor(parley, { actions: ['read'] }, { person: ana })
  assert.equal((await actor.get(messagesOf(withBen))).status, 200)
  const [entry] = await parley.sql<{ parties: string[] }[]>`select parties from log.entry where kind = 'read'`
  assert.deepEqual(entry?.parties.toSorted(), [ana.id, ben.id, actor.app.id, actor.grant].toSorted())
})
