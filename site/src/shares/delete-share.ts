// Deletes what was shared: gone in Parley for both, then gone here.
import type { Session } from '@parley/sdk'
import type { DatabaseSync } from 'node:sqlite'
import { atomically } from '../store/atomically.ts'
import { forgetShare } from './forget-share.ts'
import type { Share } from './share.ts'

/** Throws what the SDK throws; a crash in between shows at the next look, when Parley says that the message is deleted. */
export const deleteShare = async (db: DatabaseSync, session: Session, share: Share): Promise<void> => {
  const { message, person } = share
  if (message === undefined || share.state === 'deleted') return
  await session.messages.delete(share.conversation, message)
  atomically(db, () => forgetShare(db, person, message))
}
