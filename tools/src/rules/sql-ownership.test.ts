// Facts about whose tables a room may change and name.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sourceOf } from '../source.ts'
import { sqlOwnershipRule } from './sql-ownership.ts'

const messages = (path: string, text: string) =>
  sqlOwnershipRule(sourceOf(path, text)).map(({ line, message }) => `${line} ${message}`)

const inRoom = (room: string, sql: string) => messages(`server/src/${room}/do-it.ts`, `// x\nawait sql\`${sql}\`\n`)

test('a room changes its own tables', () => {
  for (const sql of [
    'insert into people.block (person_id) values (${a})',
    'update people.person set name = ${name}',
    'delete from people.block where person_id = ${a}',
    'with x as (delete from people.block returning *) select * from x'
  ]) {
    assert.deepEqual(inRoom('people', sql), [], sql)
  }
})

test('a room does not change the tables of another room, below or above', () => {
  for (const sql of [
    'insert into people.block (person_id) values (${a})',
    'UPDATE people.person SET name = 1',
    'delete from people.block',
    'truncate people.block',
    'with x as (\n delete from\n people.block returning *) select * from x'
  ]) {
    assert.match(
      inRoom('grants', sql)[0]!,
      /grants may not change people\.\w+; call an operation or SQL function of people/,
      sql
    )
  }
  assert.match(inRoom('people', 'delete from grants.grant')[0]!, /people may not change grants\.grant/)
})

test('the line is that of the name', () => {
  assert.match(
    inRoom('people', 'select 1\nfrom log.entry e\njoin grants.grant g on true')[0]!,
    /^4 people may not name grants\.grant/
  )
})

test('a room reads tables of rooms below it, and calls their functions', () => {
  assert.deepEqual(inRoom('access', 'select * from login.artifact a join grants.grant g on g.id = a.grant_id'), [])
  assert.deepEqual(inRoom('people', 'select log.open_party(${id}, ${kind})'), [])
  assert.match(
    inRoom('conversations', 'select * from grants.app')[0]!,
    /stands above it; move the statement into grants/
  )
})

test('the gate notes the use of a grant and changes no other table of another room', () => {
  assert.deepEqual(inRoom('access', 'update grants.grant set uses_left = uses_left - 1'), [])
  assert.equal(inRoom('access', 'update grants.app set name = 1').length, 1)
  assert.equal(inRoom('access', 'update conversations.event set body = null').length, 1)
  assert.equal(inRoom('access', 'delete from login.artifact').length, 1)
})

test('comments, quoted text and plain sentences are no SQL', () => {
  assert.deepEqual(inRoom('people', "select 'grants.grant' -- from grants.grant\n/* grants.app */"), [])
  assert.deepEqual(messages('server/src/people/a.ts', `// x\nconst a = 'Ask grants.live about it'\n`), [])
})

test('a statement in a plain string is seen', () => {
  assert.equal(messages('server/src/people/a.ts', `// x\nawait sql.unsafe('delete from grants.grant')\n`).length, 1)
})

test('a migration belongs to the room in its name', () => {
  const migration = (sql: string) => messages('server/migrations/0040-grants-grant.sql', `-- Plate.\n${sql}\n`)
  assert.deepEqual(
    migration('create schema grants;\ncreate table grants.grant (id uuid references people.person);'),
    []
  )
  assert.deepEqual(
    migration('create function grants.f() returns void language sql as $$ delete from grants.grant $$;'),
    []
  )
  assert.match(migration('create table people.extra ();')[0]!, /grants may not change people\.extra/)
  assert.match(migration('create index x on people.person (id);')[0]!, /grants may not change people\.person/)
  assert.match(migration('create schema people;')[0]!, /grants may not change people\./)
  assert.match(
    migration('create function grants.f() returns void language sql as $$\n update people.person set name = 1 $$;')[0]!,
    /^3 grants may not change people\.person/
  )
})
