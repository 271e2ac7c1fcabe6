// What an app can do with its shares.
import type { Session } from '@parley/sdk'
import type { Html } from '../html.ts'
import type { Browser } from '../people/browser-session.ts'
import { type Connection, may } from '../people/connection.ts'
import { personById } from '../people/person.ts'
import type { Site } from '../site.ts'
import { beginShare, type NewShare } from './begin-share.ts'
import { checkReplies } from './check-replies.ts'
import { fetchReplies } from './fetch-replies.ts'
import { sharePanel } from './share-panel.ts'
import { listReplies, listShares, readShare, type Reply, type Share, sharesOf } from './share.ts'
import { startSender } from './start-sender.ts'

export type Shares = {
  /** Keeps what is to be sent, or returns what is there; may be called inside a transaction. With `waits`, call wake() after it. */
  begin: (person: string, share: NewShare) => Share
  /** Sends in the background what waits; what Parley refuses then waits for a tap. */
  wake: () => void
  /** Nothing of what waits goes out by itself any more: what was never tried is taken back, the rest waits for a tap. */
  dropWaiting: (person: string) => void
  /** All shares of one thing, oldest first. */
  of: (person: string, about: string) => Share[]
  /** Newest first; before: the `at` of the last one above. */
  list: (person: string, limit: number, before?: number) => Share[]
  read: (person: string, id: string) => Share | undefined
  replies: (share: Share) => Reply[]
  /**
   * Fetches answers while the permission lets it; returns what went wrong, as a sentence for the page. abouts: the things whose answers the page
   * shows. What a friend hides from the app meanwhile is gone from there within a day.
   */
  fetchReplies: (person: string, connection: Connection, ...abouts: string[]) => Promise<string | undefined>
  /** How a share stands, as a section of a page. */
  panel: (browser: Browser, share: Share, connection: Connection) => Html
  close: () => Promise<void>
}

const none = { note: false, replies: false, deletes: false }

/** Nothing is sent before wake() is called. */
export const openShares = (site: Pick<Site, 'options' | 'db' | 'app' | 'parley' | 'sayError'>): Shares => {
  const { db, app, parley, options } = site
  const sessionOf = async (person: string): Promise<Session | undefined> => {
    const session = personById(db, person)?.parleySession
    return session ? parley.session(session) : undefined
  }
  const sender = startSender(db, sessionOf, (error) => app.log.error(error))
  return {
    begin: (person, share) => beginShare(db, person, share),
    wake: sender.wake,
    dropWaiting: (person) => {
      db.prepare(`delete from share where person = ? and state = 'sending' and waits and not tried`).run(person)
      db.prepare(`update share set waits = 0 where person = ? and state = 'sending'`).run(person)
    },
    of: (person, about) => sharesOf(db, person, about),
    list: (person, limit, before) => listShares(db, person, limit, before),
    read: (person, id) => readShare(db, person, id),
    replies: (share) => listReplies(db, share),
    fetchReplies: async (person, connection, ...abouts) => {
      if (connection.state !== 'live' || !may(connection, 'read')) return undefined
      try {
        await fetchReplies(db, connection.session, person)
        await checkReplies(db, connection.session, person, abouts)
        return undefined
      } catch (error) {
        const problem = site.sayError(error)
        if (!problem) throw error
        return problem
      }
    },
    panel: (browser, share, connection) =>
      sharePanel({ ...(options.shares ?? none), name: options.name }, browser, {
        share,
        replies: listReplies(db, share),
        connection
      }),
    close: sender.close
  }
}
