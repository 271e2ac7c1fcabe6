// Sharing a song: choose the friend, send, see replies, delete.
import { allFriends, type Browser, type Connection, freshNotices, html, Refused, type Site } from '@parley/site'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { tunes } from '../client/songs.ts'
import { BadListen } from '../listens/bad-listen.ts'
import { pastListen } from '../listens/history.ts'
import { nowPlaying } from '../listens/now-playing.ts'
import { parseSong } from '../listens/parse-song.ts'
import type { Song } from '../listens/song.ts'
import { deleteSharePage } from '../pages/delete-share-page.ts'
import { shareFormPage } from '../pages/share-form-page.ts'
import { type Reads, sharePage } from '../pages/share-page.ts'
import { sharesPage } from '../pages/shares-page.ts'
import { deleteShare } from '../shares/delete-share.ts'
import { fetchReplies } from '../shares/fetch-replies.ts'
import { beginShare, sendShare } from '../shares/send-share.ts'
import { listReplies, listShares, readShare, type Share } from '../shares/share.ts'

const pageRows = 50
const noteCharsMax = 4000
const nameCharsMax = 200
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The song that the address names: ?tune= of the player, ?listen= of the history, ?now=. */
const askedSong = (site: Site, request: FastifyRequest, person: string): Song => {
  const tune = /^\d{1,2}$/.test(site.asked(request, 'tune')) ? tunes[Number(site.asked(request, 'tune'))] : undefined
  if (tune) return { name: tune.name, artist: tune.artist, album: tune.album, durationMs: tune.seconds * 1000 }
  const listen = /^\d{1,12}$/.test(site.asked(request, 'listen')) ? Number(site.asked(request, 'listen')) : undefined
  const song = listen === undefined ? nowPlaying(site.db, person) : pastListen(site.db, person, listen)?.song
  if (!song) throw new Refused(404, 'No such song', 'It is not playing any more, or it is not in your history.')
  return song
}

/** The song in a form; it went through the browser, so it is read like any other input. */
const sentSong = (text: string): Song => {
  try {
    const { name, artist, album, durationMs, isrc, url } = JSON.parse(text) as Record<string, unknown>
    return parseSong(
      { track_name: name, artist_name: artist, release_name: album },
      { duration_ms: durationMs, isrc, origin_url: url }
    )
  } catch (error) {
    if (!(error instanceof BadListen || error instanceof SyntaxError || error instanceof TypeError)) throw error
    throw new Refused(400, 'That is no song', 'Go back, choose the song again, and send it once more.')
  }
}

/** The friend chosen in a form, with the name from its list. Whether the permission still names them is Parley's to say. */
const sentFriend = (field: (name: string) => string): { conversation: string; friend: string } => {
  const conversation = field('conversation')
  const friend = uuid.test(conversation) ? field(`friend-${conversation}`) : ''
  if (!friend || friend.length > nameCharsMax || friend.includes('\0') || !friend.isWellFormed())
    throw new Refused(400, 'That friend is not in the permission', 'Go back and choose again.')
  return { conversation, friend }
}

const readsOf = (site: Site, connection: Connection): Reads => {
  if (connection.state === 'ended' || connection.state === 'none') return 'over'
  return site.may(connection, 'read') ? 'yes' : 'never'
}

const showShare = async (
  site: Site,
  reply: FastifyReply,
  browser: Browser,
  about: { share: Share; problem?: string; connection: Connection }
): Promise<FastifyReply> => {
  const { share, connection } = about
  let problem = about.problem
  if (share.message && site.may(connection, 'read') && connection.state === 'live') {
    await fetchReplies(site.db, connection.session, browser.person.id).catch((error: unknown) => {
      problem ??= site.sayError(error)
      if (!problem) throw error
    })
  }
  const here = `/shares/${share.id}`
  const fresh = readShare(site.db, browser.person.id, share.id) ?? share
  const page = sharePage(site, {
    browser,
    share: fresh,
    replies: listReplies(site.db, fresh),
    notices: freshNotices(site.said(problem, true), site.connectionNotice(browser, connection, here)),
    reads: readsOf(site, connection),
    mayDelete: site.may(connection, 'delete'),
    lacks: html`${fresh.state === 'shared' && [site.missingNotice(browser, connection, 'read', here), site.missingNotice(browser, connection, 'delete', here)]}`
  })
  return site.send(reply, site.page(page), about.problem ? 409 : 200)
}

/** Sends a share that is kept, and says how it went. */
const trySending = async (site: Site, reply: FastifyReply, browser: Browser, share: Share): Promise<FastifyReply> => {
  const connection = await site.connection(browser.person)
  try {
    if (connection.session) await sendShare(site.db, connection.session, share)
  } catch (error) {
    const problem = site.sayError(error)
    if (!problem) throw error
    return showShare(site, reply, browser, {
      share,
      problem,
      connection: await site.connection(browser.person)
    })
  }
  return reply.redirect(`/shares/${share.id}`, 303)
}

const ownShare = (site: Site, browser: Browser, request: FastifyRequest): Share => {
  const share = readShare(site.db, browser.person.id, (request.params as { id: string }).id)
  if (!share) throw new Refused(404, 'No such share', 'It is not one of yours.')
  return share
}

const askRoutes = (site: Site): void => {
  const { app, db } = site

  app.get('/share', async (request, reply) => {
    const browser = site.signedIn(request, reply)
    if (!browser) return reply
    const song = askedSong(site, request, browser.person.id)
    const connection = await site.connection(browser.person)
    const back = request.url
    const lack =
      site.connectionNotice(browser, connection, back) ??
      site.missingNotice(browser, connection, 'write', back) ??
      site.missingNotice(browser, connection, 'friends', back)
    if (lack) return site.send(reply, site.page(shareFormPage(site, browser, { song, instead: lack })))
    try {
      return await site.send(
        reply,
        site.page(shareFormPage(site, browser, { song, friends: await allFriends(connection), here: back }))
      )
    } catch (error) {
      const text = site.sayError(error)
      if (!text) throw error
      return site.send(reply, site.page(shareFormPage(site, browser, { song, instead: site.said(text, true) })), 502)
    }
  })

  app.post('/shares', async (request, reply) => {
    const browser = site.formVisitor(request)
    const field = site.fields(request)
    const song = sentSong(field('song'))
    const note = field('note').replaceAll('\r\n', '\n').trim()
    if ([...note].length > noteCharsMax)
      throw new Refused(400, 'The note is too long', `It can have ${noteCharsMax} characters.`)
    if (note.includes('\0') || !note.isWellFormed())
      throw new Refused(400, 'The note has characters that no text has', 'Write it again, please.')
    if (!uuid.test(field('id')))
      throw new Refused(400, 'This form is broken', 'Go back, load the page again, and send it once more.')
    const { conversation, friend } = sentFriend(field)
    const share = beginShare(db, browser.person.id, {
      id: field('id'),
      conversation,
      friend,
      song,
      note: note || undefined
    })
    return trySending(site, reply, browser, share)
  })
}

const lookRoutes = (site: Site): void => {
  const { app, db } = site

  app.get('/shares', async (request, reply) => {
    const browser = site.signedIn(request, reply)
    if (!browser) return reply
    const before = /^\d{1,15}$/.test(site.asked(request, 'before')) ? Number(site.asked(request, 'before')) : undefined
    const shares = listShares(db, browser.person.id, pageRows, before)
    const older = shares.length === pageRows ? `/shares?before=${shares.at(-1)!.at}` : undefined
    const connection = await site.connection(browser.person)
    return site.send(
      reply,
      site.page(
        sharesPage(browser, shares, {
          notices: freshNotices(site.connectionNotice(browser, connection, '/shares')),
          older
        })
      )
    )
  })

  app.get('/shares/:id', async (request, reply) => {
    const browser = site.signedIn(request, reply)
    if (!browser) return reply
    const share = ownShare(site, browser, request)
    return showShare(site, reply, browser, { share, connection: await site.connection(browser.person) })
  })
}

const changeRoutes = (site: Site): void => {
  const { app, db } = site

  app.post('/shares/:id/send', async (request, reply) => {
    const browser = site.formVisitor(request)
    return trySending(site, reply, browser, ownShare(site, browser, request))
  })

  app.get('/shares/:id/delete', async (request, reply) => {
    const browser = site.signedIn(request, reply)
    if (!browser) return reply
    const share = ownShare(site, browser, request)
    if (share.state !== 'shared') return reply.redirect(`/shares/${share.id}`, 303)
    return site.send(reply, site.page(deleteSharePage(site, browser, share)))
  })

  app.post('/shares/:id/delete', async (request, reply) => {
    const browser = site.formVisitor(request)
    const share = ownShare(site, browser, request)
    const connection = await site.connection(browser.person)
    try {
      if (connection.session) await deleteShare(db, connection.session, browser.person.id, share)
    } catch (error) {
      const problem = site.sayError(error)
      if (!problem) throw error
      return showShare(site, reply, browser, {
        share,
        problem,
        connection: await site.connection(browser.person)
      })
    }
    return reply.redirect(`/shares/${share.id}`, 303)
  })
}

export const shareRoutes = (site: Site): void => {
  askRoutes(site)
  lookRoutes(site)
  changeRoutes(site)
}
