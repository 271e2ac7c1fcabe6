// The shelf, a title's page, and sharing it.
import { allFriends, type Browser, type Connection, nowMs, Refused, type Site } from '@parley/site'
import type { FastifyRequest } from 'fastify'
import { shareBody } from '../pages/share-page.ts'
import { type OnShelf, shelfBody, whoQuestions } from '../pages/shelf-page.ts'
import { titleBody } from '../pages/title-page.ts'
import { fetchReplies } from '../shares/fetch-replies.ts'
import { sendShare } from '../shares/send-share.ts'
import { beginShare, listReplies, listShares, sentTo, type Share } from '../shares/share.ts'
import { claimAccount, listAccounts } from '../watched/account.ts'
import { type KeptTitle, listTitles, readTitle } from '../watched/keep-title.ts'
import { watcherOf } from '../watcher.ts'

const pageRows = 30
const noteCharsMax = 4000

/** A person's newest titles with what friends said, after a look at Parley. problem: why there was none. */
export const readShelf = async (
  site: Site,
  person: string,
  connection: Connection,
  before?: number
): Promise<{ items: OnShelf[]; problem: string | undefined }> => {
  const { db } = site
  let problem: string | undefined
  if (connection.state === 'live' && site.may(connection, 'read')) {
    await fetchReplies(db, connection.session, watcherOf(db, person)).catch((error: unknown) => {
      problem = site.sayError(error)
      if (!problem) throw error
    })
  }
  const items = listTitles(db, person, pageRows, before).map((kept) => {
    const shares = listShares(db, kept.id)
    return { kept, shares, replies: shares.flatMap((share) => listReplies(db, share)) }
  })
  return { items, problem }
}

const ownTitle = (site: Site, browser: Browser, request: FastifyRequest): KeptTitle => {
  const kept = readTitle(site.db, browser.person.id, (request.params as { id: string }).id)
  if (!kept) throw new Refused(404, 'No such title', 'It is not on your shelf.')
  return kept
}

const noteOf = (text: string): string | undefined => {
  const note = text.replaceAll('\r\n', '\n').trim()
  if ([...note].length > noteCharsMax)
    throw new Refused(400, 'The note is too long', `It can have ${noteCharsMax} characters.`)
  if (note.includes('\0') || !note.isWellFormed())
    throw new Refused(400, 'The note has characters that no text has', 'Write it again, please.')
  return note || undefined
}

const lookRoutes = (site: Site): void => {
  const { app, db } = site

  app.get('/', async (request, reply) => {
    const browser = site.signedIn(request, reply)
    if (!browser) return reply
    const before = /^\d{1,15}$/.test(site.asked(request, 'before')) ? Number(site.asked(request, 'before')) : undefined
    const connection = await site.connection(browser.person)
    const { items, problem } = await readShelf(site, browser.person.id, connection, before)
    const older = items.length === pageRows ? `/?before=${items.at(-1)!.kept.seenAt}` : undefined
    const notices = [site.said(problem, true), site.connectionNotice(browser, connection, '/')]
    const questions = whoQuestions(site, browser, listAccounts(db, browser.person.id))
    return site.send(
      reply,
      site.page({ title: 'Shelf', here: '/', browser, body: shelfBody(notices, questions, items, older) })
    )
  })

  app.get('/titles/:id', async (request, reply) => {
    const browser = site.signedIn(request, reply)
    if (!browser) return reply
    const kept = ownTitle(site, browser, request)
    const here = `/titles/${kept.id}`
    const connection = await site.connection(browser.person)
    const { problem } = await readShelf(site, browser.person.id, connection)
    const shared = listShares(db, kept.id).map((share) => ({ share, replies: listReplies(db, share) }))
    const notices = [
      site.said(problem, true),
      site.connectionNotice(browser, connection, here),
      shared.length > 0 && site.missingNotice(browser, connection, 'read', here)
    ]
    const reads = connection.state === 'live' && site.may(connection, 'read')
    const body = titleBody(site, { browser, kept, shared, reads, notices })
    return site.send(reply, site.page({ title: kept.title.name, here: '/', browser, body }))
  })

  app.post('/accounts', async (request, reply) => {
    const browser = site.formVisitor(request)
    const field = site.fields(request)
    const about = { source: field('source'), id: field('account'), mine: field('mine') === '1', now: nowMs() }
    claimAccount(db, browser.person.id, about)
    return reply.redirect('/', 303)
  })
}

const shareRoutes = (site: Site): void => {
  const { app, db } = site

  app.get('/titles/:id/share', async (request, reply) => {
    const browser = site.signedIn(request, reply)
    if (!browser) return reply
    const kept = ownTitle(site, browser, request)
    const here = `/titles/${kept.id}/share`
    const connection = await site.connection(browser.person)
    const lack =
      site.connectionNotice(browser, connection, here) ??
      site.missingNotice(browser, connection, 'write', here) ??
      site.missingNotice(browser, connection, 'friends', here)
    const have = sentTo(db, kept.id)
    const friends = lack ? [] : await allFriends(connection)
    const body = shareBody(site, {
      browser,
      kept,
      instead: lack,
      friends: friends.filter(({ conversation }) => !have.includes(conversation)),
      had: friends.filter(({ conversation }) => have.includes(conversation))
    })
    return site.send(reply, site.page({ title: `Share ${kept.title.name}`, here: '/', browser, body }))
  })

  /** Sends a share that is kept; what Parley refuses is said, and the share stays to be sent again. */
  const trySending = async (browser: Browser, share: Share): Promise<void> => {
    const connection = await site.connection(browser.person)
    if (connection.state === 'live') await sendShare(db, connection.session, browser.person.id, share)
  }

  app.post('/titles/:id/share', async (request, reply) => {
    const browser = site.formVisitor(request)
    const kept = ownTitle(site, browser, request)
    const field = site.fields(request)
    const note = noteOf(field('note'))
    const friends = await allFriends(await site.connection(browser.person))
    const friend = friends.find(({ conversation }) => conversation === field('conversation'))
    if (!friend) throw new Refused(400, 'That friend is not in the permission', 'Go back and choose again.')
    const { conversation, person } = friend
    const share = { title: kept.id, conversation, friend: person.name, note }
    await trySending(browser, beginShare(db, browser.person.id, share, nowMs()))
    return reply.redirect(`/titles/${kept.id}`, 303)
  })

  app.post('/titles/:id/send', async (request, reply) => {
    const browser = site.formVisitor(request)
    const kept = ownTitle(site, browser, request)
    const share = listShares(db, kept.id).find(({ id }) => id === site.fields(request)('share'))
    if (!share) throw new Refused(404, 'No such share', 'It is not one of yours.')
    await trySending(browser, share)
    return reply.redirect(`/titles/${kept.id}`, 303)
  })
}

export const shelfRoutes = (site: Site): void => {
  lookRoutes(site)
  shareRoutes(site)
}
