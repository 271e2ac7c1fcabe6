// Takes in one report of a media server: what is kept and what is to be sent are written down together.
import type { DatabaseSync } from 'node:sqlite'
import { atomically } from '@parley/site'
import { beginShare, sentTo } from '../shares/share.ts'
import type { Watcher } from '../watcher.ts'
import { holdReport, whoseAccount } from './account.ts'
import { decide, type Decision } from './decide.ts'
import { findTitle, keepTitle, type KeptTitle } from './keep-title.ts'
import type { Watched } from '@parley/connectors/media/watched.ts'

/** before: the title as it was known before this report. */
export type TakenIn = { decision: Decision; before: KeptTitle | undefined }

/** After `send` there is a share that waits to be sent; a crash after this line loses nothing and doubles nothing. */
export const takeIn = (db: DatabaseSync, watcher: Watcher, watched: Watched, now: number): TakenIn =>
  atomically(db, () => {
    const { person } = watcher
    const before = findTitle(db, person, watched)
    const decision = decide(
      watched,
      {
        whose: whoseAccount(db, person, watched),
        hiddenLibraries: watcher.hiddenLibraries,
        sendTo: watcher.sendTo?.conversation
      },
      { finished: before?.finishedAt !== undefined, sentTo: before ? sentTo(db, before.id) : [] }
    )
    if (decision === 'ask') holdReport(db, person, watched)
    if (decision === 'shelf' || decision === 'send') {
      const { id } = keepTitle(db, person, watched, now)
      if (decision === 'send') beginShare(db, person, { title: id, ...watcher.sendTo!, note: undefined }, now)
    }
    return { decision, before }
  })
