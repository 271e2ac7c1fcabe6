// What the platform says in public about its log.
import Type, { type Static } from 'typebox'
import { Strict, Time } from './scalars.ts'

const Count = Type.Integer({ minimum: 0 })

/** GET /log/status. Everything that matters in it can be checked against the signed checkpoint. */
export const LogStatus = Strict({
  /** The log's name. */
  origin: Type.String(),
  /** The verifier key that checks its checkpoints (C2SP signed-note). */
  vkey: Type.String(),
  /** Entries in the tree, and when the last came in. */
  size: Count,
  at: Time,
  /** Entries that are recorded and not yet in the tree, counted up to 100,000; since: when the oldest was recorded. */
  waiting: Strict({ entries: Count, since: Type.Optional(Time) }),
  /** The checkpoint that is given out, with the signatures of witnesses. None before the first entry. */
  published: Type.Optional(Strict({ size: Count, at: Time, checkpoint: Type.String() })),
  /** seen: the last checkpoint that this witness signed for us. */
  witnesses: Type.Array(
    Strict({
      name: Type.String(),
      vkey: Type.String(),
      url: Type.Optional(Type.String()),
      seen: Type.Optional(Strict({ size: Count, at: Time }))
    })
  ),
  /** Who answers questions about single tags. */
  mirrors: Type.Array(Strict({ vkey: Type.String(), url: Type.String() })),
  /** How large the tree was at the end of each of the last 30 days (UTC), oldest first. */
  growth: Type.Array(Strict({ day: Type.String(), size: Count }))
})
export type LogStatus = Static<typeof LogStatus>
