// Connections to PostgreSQL: one pool for the platform, one for the partner-facing role.
import type { Sql as DriverSql, TransactionSql } from 'postgres'
import { deriveKey } from './derive-key.ts'
import { postgres } from './mend-driver.ts'

const types = {
  // Sequence numbers and counts stay far below 2^53, so they are plain numbers.
  bigint: {
    to: 20,
    from: [20],
    parse: (text: string) => Number(text),
    serialize: (value: number) => String(value)
  }
}

type Types = { bigint: number }
export type Sql = DriverSql<Types>
export type Tx = TransactionSql<Types>

export type SqlOptions = { max: number; name: string }

const open = (url: string, options: SqlOptions, login: { username?: string; password?: string } = {}): Sql =>
  postgres(url, {
    max: options.max,
    types,
    idle_timeout: 0,
    connect_timeout: 10,
    // Seconds between tries. The library's own wait grows to 20 s, and queries wait with it long after the database is back.
    backoff: () => 0.1,
    onnotice: () => {},
    // The partner-facing role has shorter times of its own, which what a connection asks for would replace.
    connection: { application_name: options.name, jit: false, ...(!login.username && { statement_timeout: 30_000 }) },
    ...login
  })

export const openSql = (url: string, options: SqlOptions): Sql => open(url, options)

export const partnerRole = 'parley_partner'
export const partnerPassword = (secret: string): string => deriveKey(secret, 'partner role').toString('base64url')

/**
 * The pool of the partner-facing role, which may EXECUTE the functions of access/ and read no table. Sets the role's password when
 * the one derived from the secret does not open it (a first start, or a new secret).
 */
export const openPartnerSql = async (owner: Sql, url: string, secret: string, options: SqlOptions): Promise<Sql> => {
  const login = { username: partnerRole, password: partnerPassword(secret) }
  const first = open(url, options, login)
  try {
    await first`select 1`
    return first
  } catch (error) {
    await first.end()
    if (!['28P01', '28000'].includes((error as { code?: string }).code ?? '')) throw error
  }
  await owner.unsafe(`alter role ${partnerRole} login password '${login.password}'`)
  const second = open(url, options, login)
  await second`select 1`
  return second
}
