// Loads postgres.js with its known faults around lost connections and transactions mended.
import { registerHooks } from 'node:module'

type Mend = { file: string; from: string; to: string }

const connection = '/postgres/src/connection.js'
const pool = '/postgres/src/index.js'

/** Each text stands exactly once in postgres 3.4.9; docs/decisions/0014-mended-driver.md says what each is for. */
const mends: readonly Mend[] = [
  // A statement for a session that is gone was written to nobody: the process ended, or the next session got it.
  {
    file: connection,
    from: `    if (stream)
      return queryError(q, Errors.generic(`,
    to: `    if (!socket || socket.destroyed)
      return queryError(q, Errors.connection('CONNECTION_CLOSED', options))

    if (stream)
      return queryError(q, Errors.generic(`
  },
  {
    file: connection,
    from: `    const x = socket.write(chunk, fn)
    nextWriteTimer`,
    to: `    const x = socket !== null && socket.write(chunk, fn)
    nextWriteTimer`
  },
  // A session that ends while it is being set up has nobody who waits for its list of types.
  { file: connection, from: `return fetchArrayTypes()`, to: `return fetchArrayTypes().catch(() => {})` },
  // BEGIN could go out without the connection being kept for its transaction (porsager/postgres#823, #1189, #1204).
  {
    file: connection,
    from: `      return write(toBuffer(q))
        && !q.describeFirst`,
    to: `      const more = write(toBuffer(q))
      if (q.options.onexecute)
        return q.options.onexecute(connection), false

      return more
        && !q.describeFirst`
  },
  {
    file: connection,
    from: `    !query && onopen(connection)
  }

  function data(x)`,
    to: `    !query && !initial && !connection.reserved && onopen(connection)
  }

  function data(x)`
  },
  // A session leaves nothing behind for the next one on the same connection (#1142, #1186).
  {
    file: connection,
    from: `    errored(err)
    while (sent.length)
      queryError(sent.shift(), err)`,
    to: `    errored(err)
    query = results = errorResponse = null
    result = new Result()
    while (sent.length)
      queryError(sent.shift(), err)`
  },
  // Without a wait a pool asked a database that was starting as fast as it could (#1193).
  {
    file: connection,
    from: `    if (initial)
      return reconnect()

    !hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
    closedTime`,
    to: `    chunk = nextWriteTimer = null
    if (initial && options.host.length > 1)
      return reconnect()

    ;(query || sent.length || initial) && error(Errors.connection('CONNECTION_CLOSED', options))
    closedTime`
  },
  // What a transaction still has to say when its session is gone is refused; it never reaches another session (#1155).
  {
    file: pool,
    from: `    let savepoints = 0
      , connection
      , prepare = null`,
    to: `    let savepoints = 0
      , connection
      , lost = null
      , prepare = null`
  },
  {
    file: pool,
    from: `new Promise((_, reject) => connection.onclose = reject)`,
    to: `new Promise((_, reject) => connection.onclose = error => {
          lost = error
          while (queries.length)
            queries.shift().reject(error)
          reject(error)
        })`
  },
  {
    file: pool,
    from: `        q.catch(e => uncaughtError || (uncaughtError = e))
        c.queue === full`,
    to: `        q.catch(e => uncaughtError || (uncaughtError = e))
        if (lost)
          return q.reject(lost)

        c.queue === full`
  }
]

/** The text of a file of the driver with its faults mended; throws when a text to replace is not there exactly once. */
export const mendDriver = (url: string, source: string): string => {
  let mended = source
  for (const { file, from, to } of mends) {
    if (!url.endsWith(file)) continue
    const [before, after, ...more] = mended.split(from)
    if (before === undefined || after === undefined || more.length > 0)
      throw new Error(`postgres.js is not the version that base/mend-driver.ts mends: ${from}`)
    mended = before + to + after
  }
  return mended
}

const mended = new Set<string>()
const hooks = registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context)
    const file = [connection, pool].find((one) => url.endsWith(one))
    if (file === undefined || loaded.source === undefined || loaded.source === null) return loaded
    mended.add(file)
    const source = typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source)
    return { ...loaded, source: mendDriver(url, source) }
  }
})
export const { default: postgres } = await import('postgres')
hooks.deregister()
if (mended.size < 2) throw new Error('postgres.js was loaded before base/mend-driver.ts could mend it')
