// What opens one line of Activity for its person: the logged entry with its texts and its place in the tree.
import Type, { type Static } from 'typebox'
import { Strict } from './scalars.ts'

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
