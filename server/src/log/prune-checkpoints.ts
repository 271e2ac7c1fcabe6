// Forgets checkpoints that nobody needs: of those older than a day, the last one of every ten minutes that witnesses had signed stays.
import type { Sql } from '../base/sql.ts'

/** Evidence narrows down times with checkpoints, so some stay for ever. Returns how many went. */
export const pruneCheckpoints = async (sql: Sql): Promise<number> => {
  const gone = await sql`
    delete from log.checkpoint c
    where c.at < clock_timestamp() - interval '1 day'
      and (c.cosigned_at is null or exists (
        select from log.checkpoint later
        where later.size > c.size and later.cosigned_at is not null
          and date_bin('10 minutes', later.at, 'epoch') = date_bin('10 minutes', c.at, 'epoch')
          and later.at >= c.at and later.at < c.at + interval '10 minutes'))
      and c.size < (select max(size) from log.checkpoint where cosigned_at is not null)`
  return gone.count
}
