// Tests of statements as templates: values are bound, and a closed database is closed.
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { sql } from './sql.ts'

test('a value is never part of the statement, and null is a value', () => {
  const db = new DatabaseSync(':memory:')
  db.exec('create table word (text text, n integer) strict')
  for (const [text, n] of [
    [`'; drop table word; --`, 1],
    [null, 2]
  ] as const)
    sql(db).run`insert into word (text, n) values (${text}, ${n})`
  assert.deepEqual(
    sql(db).all`select text, n as number from word where n < ${3} order by n`.map((row) => ({ ...row })),
    [
      { text: `'; drop table word; --`, number: 1 },
      { text: null, number: 2 }
    ]
  )
  assert.equal(sql(db).get`select n from word where text = ${'none'}`, undefined)
  db.close()
  assert.throws(() => sql(db).all`select n from word`)
})

test('two databases do not mix', () => {
  const [one, other] = [new DatabaseSync(':memory:'), new DatabaseSync(':memory:')]
  for (const [db, n] of [
    [one, 1],
    [other, 2]
  ] as const) {
    db.exec('create table word (n integer) strict')
    sql(db).run`insert into word (n) values (${n})`
  }
  assert.deepEqual({ ...sql(one).get`select n from word` }, { n: 1 })
  assert.deepEqual({ ...sql(other).get`select n from word` }, { n: 2 })
})
