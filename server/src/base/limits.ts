// Every rate limit of the platform, in one table, and the one door through which they are spent.
import {
  BurstyRateLimiter,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
  type RateLimiterAbstract
} from 'rate-limiter-flexible'
import { Refusal } from './refusal.ts'
import type { Sql } from './sql.ts'

// durable: guesses are counted in the database, so that a restart or a second node gives no new ones. The others only spread load.
const table = {
  // A stranger elsewhere does not use up what a person's own address has; 100 are still too few to guess a password with. Many strangers
  // use them up, and then a browser that signed in before has its own.
  'sign-in by handle and address': { points: 10, seconds: 900, durable: true },
  'sign-in by handle': { points: 100, seconds: 900, durable: true },
  'sign-in by known browser': { points: 10, seconds: 900, durable: true },
  'sign-in by address': { points: 100, seconds: 900, durable: true },
  'sign-up by address': { points: 20, seconds: 3600, durable: true },
  'passkey by address': { points: 100, seconds: 900, durable: true },
  'password change': { points: 10, seconds: 900, durable: true },
  'invite by address': { points: 60, seconds: 600, durable: true },
  'make invite': { points: 30, seconds: 3600, durable: false },
  'friend request': { points: 60, seconds: 86_400, durable: true },
  'open conversation': { points: 60, seconds: 3600, durable: true },
  'find person': { points: 60, seconds: 60, durable: false },
  'client secret': { points: 30, seconds: 600, durable: true },
  // Codes of devices are one in 20^8; both also count codes that are right.
  'device code by address': { points: 60, seconds: 600, durable: true },
  'device code by person': { points: 30, seconds: 600, durable: true },
  'token by address': { points: 600, seconds: 60, durable: false },
  'authorize by address': { points: 300, seconds: 60, durable: false },
  'api by session': { points: 1200, seconds: 60, durable: false },
  'live by session': { points: 60, seconds: 60, durable: false },
  'frame by session': { points: 1200, seconds: 60, durable: false },
  send: { points: 1, seconds: 1, durable: false, burst: { points: 60, seconds: 60 } },
  'evidence by person': { points: 20, seconds: 600, durable: false },
  'evidence by app': { points: 10, seconds: 600, durable: false },
  'access by token': { points: 1200, seconds: 60, durable: false }
} as const satisfies Record<string, Limit>

type Limit = { points: number; seconds: number; durable: boolean; burst?: { points: number; seconds: number } }
export type LimitName = keyof typeof table

// rate-limiter-flexible speaks node-postgres; this is the part of it that it uses.
const storeOf = (sql: Sql) => ({
  query: async (query: { text: string; values?: unknown[] }) => {
    const rows = await sql.unsafe(query.text, (query.values ?? []) as never[])
    return { rows: [...rows], rowCount: rows.count }
  }
})

const build = (sql: Sql, name: string, limit: Limit, factor: number): RateLimiterAbstract | BurstyRateLimiter => {
  const options = { keyPrefix: name, points: limit.points * factor, duration: limit.seconds }
  if (!limit.durable) {
    const steady = new RateLimiterMemory(options)
    if (!limit.burst) return steady
    const { points, seconds } = limit.burst
    return new BurstyRateLimiter(
      steady,
      new RateLimiterMemory({ keyPrefix: `${name}+`, points: points * factor, duration: seconds })
    )
  }
  return new RateLimiterPostgres({
    ...options,
    storeClient: storeOf(sql),
    storeType: 'client',
    schemaName: 'base',
    tableName: 'limit',
    tableCreated: true
  })
}

export class Limits {
  readonly #limiters: Map<string, RateLimiterAbstract | BurstyRateLimiter>

  /** factor multiplies all points (load tests). */
  constructor(sql: Sql, factor = 1) {
    this.#limiters = new Map(Object.entries(table).map(([name, limit]) => [name, build(sql, name, limit, factor)]))
  }

  /** Takes one point (or more) of a key; throws rate_limited with the seconds to wait when none is left. */
  async spend(name: LimitName, key: string, points = 1): Promise<void> {
    try {
      await this.#limiters.get(name)?.consume(key, points)
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error
      throw new Refusal('rate_limited', { retryAfter: Math.max(1, Math.ceil(error.msBeforeNext / 1000)) })
    }
  }

  /** Gives a key its points back, as after a correct password. */
  async forgive(name: LimitName, key: string): Promise<void> {
    const limiter = this.#limiters.get(name)
    if (limiter && 'delete' in limiter) await limiter.delete(key)
  }
}
