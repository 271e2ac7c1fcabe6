// Deletes a share: gone in Parley for both, then marked here.
import type { Session } from '@parley/sdk'
import type { Db } from '../store/open-store.ts'
import type { Share } from './share.ts'

/** Throws what the SDK throws; a crash in between shows at the next look, when Parley says that the message is deleted. */
export const deleteShare = async (db: Db, session: Session, share: Share): Promise<void> => {
  if (share.message === undefined || share.state === 'deleted') return
  await session.messages.delete(share.conversation, share.message)
  db.prepare(`update share set state = 'deleted' where id = ?`).run(share.id)
}
