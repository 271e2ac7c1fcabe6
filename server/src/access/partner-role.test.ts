// What a stolen connection of the partner-facing role can do: call the gate, and nothing else.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { makeActor, type TestActor } from '@parley/world/test-actor.ts'
import { befriend, signUpPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { newId } from '../base/random.ts'
import { openPartnerSql, type Sql } from '../base/sql.ts'
import { sha256 } from '../base/hash.ts'

let parley: TestPlatform
let actor: TestActor
let conversation: string
before(async () => {
  parley = await startTestPlatform()
  actor = await makeActor(parley, { actions: ['read'] })
  const ben = await signUpPerson(parley, 'ben')
  await befriend(actor.person, ben)
  conversation = (await actor.person.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
  await ben.post(`/api/conversations/${conversation}/messages`, { clientId: newId(), text: 'Between us' })
})
after(() => parley.close())

/** The SQLSTATE with which the partner role is refused; undefined when it is not. */
const refusal = async (text: string): Promise<string | undefined> => {
  try {
    await parley.partnerSql.unsafe(text).simple()
    return undefined
  } catch (error) {
    return (error as { code?: string }).code
  }
}

const forbidden = '42501'
const ours = `n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`

test('the role is an ordinary one that is a member of nothing', async () => {
  const [role] = await parley.partnerSql`
    select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls as mighty,
      (select count(*)::int from pg_auth_members m where m.member = r.oid) as memberships
    from pg_roles r where rolname = current_user`
  assert.deepEqual({ ...role }, { mighty: false, memberships: 0 })
})

test('its statements, its waiting for locks and its open transactions are short', async () => {
  const settings = await parley.partnerSql<{ name: string; setting: string }[]>`
    select name, setting from pg_settings
    where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout') order by name`
  assert.deepEqual(
    settings.map(({ setting }) => Number(setting)),
    [2000, 4000, 5000]
  )
})

test('it can read, change or lock no table, view or sequence of any schema', async () => {
  const relations = await parley.sql<{ name: string; kind: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as name, c.relkind as kind
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and ${parley.sql.unsafe(ours)}`
  assert.ok(relations.length > 20 && relations.some(({ kind }) => kind === 'v'))
  for (const { name, kind } of relations) {
    assert.equal(await refusal(`select from ${name} limit 0`), forbidden, name)
    assert.equal(await refusal(`copy ${name} to stdout`), forbidden, name)
    if (kind === 'S') continue
    assert.equal(await refusal(`do $$ begin lock table ${name} in access share mode; end $$`), forbidden, name)
    for (const change of [
      `delete from ${name} where false`,
      `update ${name} set ctid = ctid where false`,
      `truncate ${name}`
    ])
      assert.ok(['42501', '42809', '0A000', '42703', '55000'].includes((await refusal(change)) ?? ''), change)
  }
  const held = await parley.sql<{ name: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${parley.sql.unsafe(ours)} and c.relkind <> 'S'
      and (has_table_privilege('parley_partner', c.oid, 'select, insert, update, delete, truncate, references, trigger')
        or has_any_column_privilege('parley_partner', c.oid, 'select, insert, update, references'))`
  assert.deepEqual(
    held.map(({ name }) => name),
    []
  )
})

test('what it can execute is the nine functions of the gate, each as its owner and with a pinned search path', async () => {
  const functions = await parley.sql<{ name: string; pinned: boolean; definer: boolean; owned: boolean }[]>`
    select n.nspname || '.' || p.proname as name, p.prosecdef as definer, p.proowner = 'parley_partner'::regrole as owned,
      coalesce(p.proconfig @> array['search_path=pg_catalog, pg_temp'], false) as pinned
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where ${parley.sql.unsafe(ours)} and has_schema_privilege('parley_partner', n.oid, 'usage')
      and has_function_privilege('parley_partner', p.oid, 'execute') order by 1`
  assert.deepEqual(
    functions.map(({ name }) => name),
    [
      'delete_message',
      'list_conversations',
      'list_friends',
      'read_changes',
      'read_message',
      'read_messages',
      'receipt_entry',
      'who',
      'write_message'
    ].map((name) => `access.${name}`)
  )
  for (const { name, pinned, definer, owned } of functions)
    assert.deepEqual([pinned, definer, owned], [true, true, false], name)
})

test('the parts inside the gate cannot be called on their own', async () => {
  const pass = `row('ok', null, '${actor.person.id}', '${actor.app.id}', true, true, true, true, false, false, '', '', null, null, null, null, null, null, false)::access.pass`
  for (const call of [
    `select access.disclose(${pass}, '${conversation}', 0, 0, 99, null, 9, null)`,
    `select access.record(${pass}, 'read', '${conversation}', now(), 0, '{}', '', null)`,
    `select access.ask_approval(${pass}, '${conversation}', '', '', '{}', null, '{}')`,
    `select access.decide_approval(gen_random_uuid(), '${actor.person.id}', 'approved')`,
    `select access.gate('\\x00', null, null, null)`,
    `select grants.disclosed('${conversation}', '${actor.person.id}', '${actor.app.id}', false, 0, null)`,
    `select log.record(gen_random_uuid(), 'read', null, null, null, null, now(), '{}', '', '')`,
    `select conversations.append_messages('{}', '{}', '{}', '{}', '{}', '{}', '{}')`,
    'select base.drain()',
    `select login.mark_used('\\x00')`
  ])
    assert.equal(await refusal(call), forbidden, call)
})

test('it cannot become another role, reach files or programs, or make anything that lasts', async () => {
  const owner = (await parley.sql<{ owner: string }[]>`select current_user as owner`)[0]?.owner
  const attempts = [
    `set role "${owner}"`,
    `set session authorization "${owner}"`,
    'set session_replication_role = replica',
    'set track_activities = off',
    'alter role parley_partner superuser',
    `grant "${owner}" to parley_partner`,
    'create schema mine',
    'create table public.mine (a int)',
    'create table access.mine (a int)',
    'create function access.mine() returns int language sql as $$ select 1 $$',
    'alter function access.who(bytea, text, bytea) rename to whom',
    'grant select on all tables in schema conversations to parley_partner',
    'create extension dblink',
    "copy (select 1) to '/tmp/parley-stolen'",
    "copy (select 1) to program 'cat'",
    "create temp table t (a text); copy t from '/etc/passwd'",
    "select pg_read_file('postgresql.conf')",
    "select pg_read_binary_file('PG_VERSION')",
    "select pg_ls_dir('.')",
    "select pg_stat_file('PG_VERSION')",
    "select lo_import('/etc/passwd')",
    "select lo_export(1, '/tmp/parley-stolen')",
    'select from pg_authid',
    'select from pg_shadow',
    'select from pg_statistic',
    'select from pg_largeobject',
    'select from pg_user_mapping',
    'select from pg_file_settings',
    'select from pg_hba_file_rules',
    "select query_to_xml('select * from conversations.event', true, true, '')",
    "select table_to_xml('conversations.event', true, true, '')",
    "select cursor_to_xml('c', 1, true, true, '')",
    'do $$ begin perform from people.password; end $$',
    'select pg_reload_conf()',
    'select pg_switch_wal()',
    "select pg_create_logical_replication_slot('s', 'test_decoding')",
    'select from log.entry, lateral (select 1) x'
  ]
  for (const attempt of attempts) assert.notEqual(await refusal(attempt), undefined, attempt)
})

test('statistics of the planner show it no values', async () => {
  await parley.sql`analyze conversations.event`
  const seen = await parley.partnerSql`
    select tablename from pg_stats where schemaname not in ('pg_catalog', 'information_schema')`
  assert.equal(seen.length, 0)
  const queries = await parley.partnerSql`
    select query from pg_stat_activity where usename <> current_user and query not in ('', '<insufficient privilege>')`
  assert.equal(queries.length, 0)
})

/** Everything that a caller could put in the way: its own tables, functions, types and operators, before all others in the path. */
const shadows = [
  'create temp table event as select gen_random_uuid() as conversation_id, 1::bigint as seq',
  'create temp table artifact (id_hash bytea, model text)',
  'create temp table entry (id int)',
  'create function pg_temp.clock_timestamp() returns timestamptz language sql as $$ select null::timestamptz $$',
  "create function pg_temp.sha256(bytea) returns bytea language sql as $$ select ''::bytea $$",
  "create function pg_temp.gen_random_uuid() returns uuid language sql as $$ select '00000000-0000-0000-0000-000000000000'::uuid $$",
  "create function pg_temp.encode(bytea, text) returns text language sql as $$ select 'shadow' $$",
  'create function pg_temp.same(bytea, bytea) returns boolean language sql as $$ select true $$',
  'create operator pg_temp.= (leftarg = bytea, rightarg = bytea, function = pg_temp.same)',
  'create function pg_temp.same(timestamptz, timestamptz) returns boolean language sql as $$ select true $$',
  'create operator pg_temp.> (leftarg = timestamptz, rightarg = timestamptz, function = pg_temp.same)',
  'create type pg_temp.pg_snapshot as (a int)',
  'create domain pg_temp.uuid as text',
  'set search_path = pg_temp, pg_catalog',
  "set datestyle = 'SQL, DMY'",
  "set timezone = 'Asia/Kathmandu'",
  "set bytea_output = 'escape'",
  'set extra_float_digits = -15',
  "set intervalstyle = 'iso_8601'"
]

const inShadows = async <T>(act: (sql: Sql) => Promise<T>): Promise<T> => {
  const connection = await parley.partnerSql.reserve()
  try {
    for (const shadow of shadows) await connection.unsafe(shadow)
    return await act(connection)
  } finally {
    await connection.unsafe('discard all').catch(() => {})
    connection.release()
  }
}

test('shadows in its own session change nothing of what the gate checks and records', async () => {
  const entries = () => parley.sql<{ at: Date; good: boolean }[]>`
    select at, cs = sha256(convert_to(E'parley/s/v1\n', 'UTF8') || salt_s || convert_to(shared, 'UTF8')) as good
    from log.entry where grant_id = ${actor.grant} and kind = 'read' order by id`
  const before = await entries()
  const call = (sql: Sql, token: string, jkt: string | null, proof: string) => sql<{ status: string; n: number }[]>`
    select status, n from access.read_messages(${sha256(token)}, ${jkt}, ${sha256(proof)}, null, ${conversation}, 0, 10)`
  await inShadows(async (sql) => {
    assert.equal((await call(sql, 'no token', actor.key.jkt, '1'))[0]?.status, 'token_inactive')
    assert.equal((await call(sql, actor.token, 'another key', '2'))[0]?.status, 'proof_mismatch')
    const [read] = await call(sql, actor.token, actor.key.jkt, '3')
    assert.deepEqual([read?.status, read?.n], ['ok', 1])
    assert.equal((await call(sql, actor.token, actor.key.jkt, '3'))[0]?.status, 'proof_replayed')
  })
  const after = await entries()
  assert.equal(after.length, before.length + 1)
  assert.ok(after.every(({ good }) => good))
  assert.ok(Math.abs(Date.now() - (after.at(-1)?.at.getTime() ?? 0)) < 60_000)
})

test('the limit: who has a connection of this role and a live token too can read and roll the entry back', async () => {
  const entries = async () =>
    (await parley.sql<{ n: number }[]>`select count(*)::int as n from log.entry where grant_id = ${actor.grant}`)[0]?.n
  const before = await entries()
  const seen = new Error('rolled back')
  let n = 0
  await parley.partnerSql
    .begin(async (tx) => {
      const [row] = await tx<{ n: number }[]>`
        select n from access.read_messages(${sha256(actor.token)}, ${actor.key.jkt}, ${sha256('4')}, null, ${conversation}, 0, 10)`
      n = row?.n ?? 0
      throw seen
    })
    .catch((error: unknown) => assert.equal(error, seen))
  assert.equal(n, 1)
  assert.equal(await entries(), before)
})

test('a transaction that stays open on the row of a grant delays its revoke by some seconds and does not prevent it', async () => {
  await parley.sql`update grants.grant set last_used_on = last_used_on - 1 where id = ${actor.grant}`
  const stolen = await openPartnerSql(parley.sql, parley.databaseUrl, parley.secret, { max: 1, name: 'stolen' })
  await stolen`set idle_in_transaction_session_timeout = 0`
  await stolen`begin`
  const [row] = await stolen<{ n: number }[]>`
    select n from access.read_messages(${sha256(actor.token)}, ${actor.key.jkt}, ${sha256('5')}, null, ${conversation}, 0, 10)`
  assert.equal(row?.n, 1)
  const before = performance.now()
  const answer = await actor.person.post(`/api/grants/${actor.grant}/revoke`)
  assert.equal(answer.status, 200)
  assert.ok(performance.now() - before < 10_000)
  await stolen.end({ timeout: 0 })
})
