// Which transactions a snapshot has seen, asked without the database.

/** A PostgreSQL snapshot: everything below xmin has been seen, nothing from xmax on, in between all but what was running. */
export type Seen = { xmin: number; xmax: number; running: ReadonlySet<number> }

/** snapshot: the text of pg_current_snapshot(). */
export const parseSeen = (snapshot: string): Seen => {
  const [xmin, xmax, running = ''] = snapshot.split(':')
  return { xmin: Number(xmin), xmax: Number(xmax), running: new Set(running.split(',').filter(Boolean).map(Number)) }
}

/** As pg_visible_in_snapshot. */
export const hasSeen = ({ xmin, xmax, running }: Seen, xid: number): boolean =>
  xid < xmin || (xid < xmax && !running.has(xid))
