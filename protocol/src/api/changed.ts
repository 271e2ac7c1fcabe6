// What a change of a permission, or of what apps get, is answered with.
import Type, { type Static } from 'typebox'
import { Grant } from './grant.ts'
import { Receipt } from './partner.ts'
import { Strict } from './scalars.ts'

/**
 * receipts: one for each entry that the change left. Asked again while it stands, they are those of the first time. None when there was
 * nothing to change back.
 */
export const Changed = Strict({ receipts: Type.Array(Receipt) })
export type Changed = Static<typeof Changed>

/** POST /api/grants/{id}/narrow, /pause, /resume and /revoke: the permission as it is now, besides. */
export const ChangedGrant = Strict({ ...Grant.properties, ...Changed.properties })
export type ChangedGrant = Static<typeof ChangedGrant>
