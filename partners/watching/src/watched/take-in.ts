// Takes in one report of a media server: what is kept and what is to be sent are written down together.
import { BadInput } from '@parley/connectors/bad-input.ts'
import type { Watched } from '@parley/connectors/media/watched.ts'
import { atomically, type Site } from '@parley/site'
import { wishesOf } from '../wishes.ts'
import { holdReport, whoseAccount } from './account.ts'
import { decide, type Decision } from './decide.ts'
import { findTitle, keepTitle, titlesMax } from './keep-title.ts'
import { cardOf } from './title-card.ts'

/** friend: to whom it goes. */
export type TakenIn = { decision: Decision; friend: string | undefined }

/** After `send` there is a share that waits to be sent; a crash in here loses nothing and doubles nothing. Throws BadInput. */
export const takeIn = ({ db, shares }: Site, person: string, watched: Watched): TakenIn => {
  const wishes = wishesOf(db, person)
  const take = (): Decision => {
    const before = findTitle(db, person, watched)
    const whose = whoseAccount(db, person, watched)
    const sentTo = before ? shares.of(person, before.id).map(({ once }) => once) : []
    const decision = decide(watched, wishes, { whose, finished: before?.finishedAt !== undefined, sentTo })
    if (decision === 'ask') holdReport(db, person, watched)
    if (decision !== 'shelf' && decision !== 'send') return decision
    const kept = keepTitle(db, person, watched)
    if (!kept) throw new BadInput(`Your shelf is full: it holds ${titlesMax} titles.`, { status: 422 })
    if (decision === 'shelf') return decision
    const to = wishes.sendTo!
    const content = { card: cardOf(kept.title) }
    shares.begin(person, { about: kept.id, once: to.conversation, ...to, content, waits: true })
    return decision
  }
  const decision = atomically(db, take)
  if (decision === 'send') shares.wake()
  return { decision, friend: wishes.sendTo?.friend }
}
