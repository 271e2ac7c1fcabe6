// Undoing what an app did for a person: restoring what it deleted, taking back what it wrote.
import Type, { type Static } from 'typebox'
import { Changed } from './changed.ts'
import { Id, Page, PageQuery, Strict, Time } from './scalars.ts'

/** deleted: by the app, and restored by this. written: by the app, and taken back by this. */
/** How long a person can restore what an app deleted. */
export const restoreDays = 30

export const UndoWhat = Type.Enum(['deleted', 'written'])
export type UndoWhat = Static<typeof UndoWhat>

/** All that the app did, or what is left of it by the filters. A message needs its conversation. since and until: when the app did it. */
export const Undo = Strict({
  what: UndoWhat,
  grant: Type.Optional(Id),
  conversation: Type.Optional(Id),
  message: Type.Optional(Id),
  since: Type.Optional(Time),
  until: Type.Optional(Time)
})
export type Undo = Static<typeof Undo>

/** What this request undid, and a receipt for each entry that says so. more: it stopped at its bound; ask again for the rest. */
export const Undone = Strict({
  restored: Type.Integer({ minimum: 0 }),
  takenBack: Type.Integer({ minimum: 0 }),
  conversations: Type.Integer({ minimum: 0 }),
  more: Type.Boolean(),
  ...Changed.properties
})
export type Undone = Static<typeof Undone>

/** One message that an app deleted or wrote. */
export const Undoable = Strict({
  what: UndoWhat,
  conversation: Strict({ id: Id, title: Type.String() }),
  message: Id,
  /** When the app deleted or wrote it. */
  at: Time,
  /** Of what it deleted: until when it can be restored. */
  until: Type.Optional(Time),
  excerpt: Type.String()
})
export type Undoable = Static<typeof Undoable>
export const UndoablePage = Page(Undoable)

export const UndoableQuery = Strict({ ...PageQuery.properties, what: UndoWhat })
