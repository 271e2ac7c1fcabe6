// What a person's revoke is answered with.
import Type, { type Static } from 'typebox'
import { Grant } from './grant.ts'
import { Receipt } from './partner.ts'
import { Strict } from './scalars.ts'

/** POST /api/grants/{id}/revoke. receipts: for the entry that the permission has ended. Asked again, it is the same one. */
export const Revoked = Strict({ ...Grant.properties, receipts: Type.Array(Receipt) })
export type Revoked = Static<typeof Revoked>
