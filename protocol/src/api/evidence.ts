// What opens one line of Activity for its person: the logged entry with its texts and its place in the tree.
import Type, { type Static } from 'typebox'
import { Cursor, Id, Page, PageQuery, Strict, Time } from './scalars.ts'

const Base64 = Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$' })
const Salt = Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' })

/** An entry as docs/spec/log.md has it, with its inclusion proof in the tree of the checkpoint that comes with it. */
const opened = {
  index: Type.Integer({ minimum: 0 }),
  entry: Base64,
  /** From the leaf's sibling up, 32 bytes each. */
  path: Type.Array(Salt, { maxItems: 63 }),
  /** The texts as they were hashed; owner and saltO are missing where they were erased. */
  shared: Type.String(),
  saltS: Salt,
  owner: Type.Optional(Type.String()),
  saltO: Type.Optional(Salt),
  /** The DPoP proof of the request, as it was sent. */
  proof: Type.Optional(Type.String())
}

/** GET /api/activity/:id/proof. Pending: recorded, and not yet in a checkpoint that is given out. */
export const LoggedEntry = Type.Union([
  Strict({ pending: Type.Literal(true) }),
  Strict({
    ...opened,
    /** The signed note of the published checkpoint, with the signatures of witnesses. */
    checkpoint: Type.String(),
    /** What the log says of the app of this entry: its registration and its keys, in the order of the log, in the same tree. */
    app: Type.Array(Strict(opened), { maxItems: 100 })
  })
])
export type LoggedEntry = Static<typeof LoggedEntry>
/** A logged entry that is in the tree. */
export type OpenedEntry = Exclude<LoggedEntry, { pending: true }>

const Day = Type.String({ format: 'date', pattern: '^20[0-9]{2}-' })

/**
 * GET /api/evidence: the whole life; or one app, each of its permissions with its whole history; or a period, days of UTC that are both
 * included. The file ends with the first checkpoint after the last day.
 */
export const EvidenceQuery = Strict({ app: Type.Optional(Id), since: Type.Optional(Day), until: Type.Optional(Day) })

/** GET /v1/evidence: all that the app did, or a period. */
export const EvidencePeriod = Strict({ since: Type.Optional(Day), until: Type.Optional(Day) })

/** A file *.parley-evidence.json (docs/spec/evidence.md, "Bundle"); the command parley-verify says what it shows. */
export const EvidenceFile = Type.Object({ format: Type.Literal('parley-evidence/1') }, { additionalProperties: true })

/** GET /api/activity/:id/tlog-proof: C2SP tlog-proof; with ?entry=1 the bytes of the entry that it is about. */
export const TlogProofText = Type.String({ contentMediaType: 'text/plain' })

/** A read by an app of somebody else that touched one's own messages. */
export const ReadOfMine = Strict({
  /** Of the entry, for its proof. */
  id: Id,
  at: Time,
  app: Type.Optional(Strict({ id: Id, name: Type.String() })),
  conversation: Id,
  /** How many of one's own messages; deleted ones do not count. */
  count: Type.Integer({ minimum: 1 }),
  /** It may have been more: the account for which the app read was closed, and the number went with it. */
  atLeast: Type.Optional(Type.Literal(true))
})
export type ReadOfMine = Static<typeof ReadOfMine>
export const ReadOfMinePage = Page(ReadOfMine)
/** within: of a day and app, as the list of days gives it. */
export const ReadOfMineQuery = Strict({ ...PageQuery.properties, within: Type.Optional(Cursor) })

/** What one app read of one's own messages on one day of UTC. The same day and app may come again on the next page; the numbers add up. */
export const DayOfMine = Strict({
  day: Day,
  app: Type.Optional(Strict({ id: Id, name: Type.String() })),
  reads: Type.Integer({ minimum: 1 }),
  /** Of one's own messages, each as often as it was read. */
  count: Type.Integer({ minimum: 1 }),
  atLeast: Type.Optional(Type.Literal(true)),
  /** Asks for the times. */
  within: Cursor
})
export type DayOfMine = Static<typeof DayOfMine>
export const DayOfMinePage = Page(DayOfMine)
