// Takes in one report of a media server: what is kept and what is to be sent are written down together.
import { BadInput } from '@parley/connectors/bad-input.ts'
import type { Watched } from '@parley/connectors/media/watched.ts'
import { atomically, type Site } from '@parley/site'
import { wishesOf } from '../wishes.ts'
import { holdReport, whoseAccount } from './account.ts'
import { decide, type Decision } from './decide.ts'
import { findTitle, keepTitle, titlesMax } from './keep-title.ts'
import { cardOf } from './title-card.ts'

/** After `send` there is a share that waits to be sent; a crash in here loses nothing and doubles nothing. Throws BadInput. */
export const takeIn = (
  site: Site,
  person: string,
  watched: Watched
): { decision: Decision; friend: string | undefined } => {
  const { db, shares } = site
  const wishes = wishesOf(db, person)
  const decision = atomically(db, () => {
    const before = findTitle(db, person, watched)
    const decided = decide(watched, wishes, {
      whose: whoseAccount(db, person, watched),
      finished: before?.finishedAt !== undefined,
      sentTo: before ? shares.of(person, before.id).map(({ once }) => once) : []
    })
    if (decided === 'ask') holdReport(db, person, watched)
    if (decided === 'hidden' || decided === 'other' || decided === 'ask') return decided
    const kept = keepTitle(db, person, watched)
    if (!kept) throw new BadInput(`Your shelf is full: it holds ${titlesMax} titles.`, { status: 422 })
    if (decided === 'send') {
      const to = wishes.sendTo!
      const content = { card: cardOf(kept.title) }
      shares.begin(person, { about: kept.id, once: to.conversation, ...to, content, waits: true })
    }
    return decided
  })
  if (decision === 'send') shares.wake()
  return { decision, friend: wishes.sendTo?.friend }
}
