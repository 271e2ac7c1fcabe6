// Sharing a song: choose the friend, send, see replies, delete.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { PartnerFriend } from '@parley/sdk'
import { tunes } from '../client/songs.ts'
import { BadListen } from '../listens/bad-listen.ts'
import { pastListen } from '../listens/history.ts'
import { nowPlaying } from '../listens/now-playing.ts'
import { parseSong } from '../listens/parse-song.ts'
import type { Song } from '../listens/song.ts'
import { deleteSharePage } from '../pages/delete-share-page.ts'
import { html } from '../pages/html.ts'
import { connectionNotice, freshNotices, missingNotice, said } from '../pages/notices.ts'
import { sayError } from '../pages/say-error.ts'
import { shareFormPage } from '../pages/share-form-page.ts'
import { type Reads, sharePage } from '../pages/share-page.ts'
import { sharesPage } from '../pages/shares-page.ts'
import type { Browser } from '../people/browser-session.ts'
import { type Connection, may, readConnection } from '../people/connection.ts'
import { deleteShare } from '../shares/delete-share.ts'
import { fetchReplies } from '../shares/fetch-replies.ts'
import { beginShare, sendShare } from '../shares/send-share.ts'
import { listReplies, listShares, readShare, type Share } from '../shares/share.ts'
import { asked, type Deps, fields, formVisitor, Refused, send, visitor } from './visit.ts'

const pageRows = 50
const noteCharsMax = 4000
const nameCharsMax = 200
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The song that the address names: ?tune= of the player, ?listen= of the history, ?now=. */
const askedSong = (deps: Deps, request: FastifyRequest, person: string): Song => {
  const tune = /^\d{1,2}$/.test(asked(request, 'tune')) ? tunes[Number(asked(request, 'tune'))] : undefined
  if (tune) return { name: tune.name, artist: tune.artist, album: tune.album, durationMs: tune.seconds * 1000 }
  const listen = /^\d{1,12}$/.test(asked(request, 'listen')) ? Number(asked(request, 'listen')) : undefined
  const song = listen === undefined ? nowPlaying(deps.db, person) : pastListen(deps.db, person, listen)?.song
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

const allFriends = async (connection: Connection): Promise<PartnerFriend[]> => {
  const friends: PartnerFriend[] = []
  if (connection.session) for await (const friend of connection.session.messages.friends()) friends.push(friend)
  return friends.sort((a, b) => a.person.name.localeCompare(b.person.name))
}

const readsOf = (connection: Connection): Reads => {
  if (connection.state === 'ended' || connection.state === 'none') return 'over'
  return may(connection, 'read') ? 'yes' : 'never'
}

const showShare = async (
  deps: Deps,
  reply: FastifyReply,
  browser: Browser,
  about: { share: Share; problem?: string; connection: Connection }
): Promise<FastifyReply> => {
  const { share, connection } = about
  let problem = about.problem
  if (share.message && may(connection, 'read') && connection.state === 'live') {
    await fetchReplies(deps.db, connection.session, browser.person).catch((error: unknown) => {
      problem ??= sayError(error)
      if (!problem) throw error
    })
  }
  const here = `/shares/${share.id}`
  const fresh = readShare(deps.db, browser.person.id, share.id) ?? share
  const page = sharePage({
    browser,
    share: fresh,
    replies: listReplies(deps.db, fresh),
    notices: freshNotices(said(problem, true), connectionNotice(browser, connection, here)),
    reads: readsOf(connection),
    mayDelete: may(connection, 'delete'),
    lacks: html`${fresh.state === 'shared' && [missingNotice(browser, connection, 'read', here), missingNotice(browser, connection, 'delete', here)]}`
  })
  return send(reply, page, about.problem ? 409 : 200)
}

/** Sends a share that is kept, and says how it went. */
const trySending = async (deps: Deps, reply: FastifyReply, browser: Browser, share: Share): Promise<FastifyReply> => {
  const connection = await readConnection(deps.parley, browser.person)
  try {
    if (connection.session) await sendShare(deps.db, connection.session, share)
  } catch (error) {
    const problem = sayError(error)
    if (!problem) throw error
    return showShare(deps, reply, browser, {
      share,
      problem,
      connection: await readConnection(deps.parley, browser.person)
    })
  }
  return reply.redirect(`/shares/${share.id}`, 303)
}

const ownShare = (deps: Deps, browser: Browser, request: FastifyRequest): Share => {
  const share = readShare(deps.db, browser.person.id, (request.params as { id: string }).id)
  if (!share) throw new Refused(404, 'No such share', 'It is not one of yours.')
  return share
}

const askRoutes = (app: FastifyInstance, deps: Deps): void => {
  const { db, parley } = deps

  app.get('/share', async (request, reply) => {
    const browser = visitor(deps, request)
    if (!browser) return reply.redirect('/', 303)
    const song = askedSong(deps, request, browser.person.id)
    const connection = await readConnection(parley, browser.person)
    const back = request.url
    const lack =
      connectionNotice(browser, connection, back) ??
      missingNotice(browser, connection, 'write', back) ??
      missingNotice(browser, connection, 'friends', back)
    if (lack) return send(reply, shareFormPage(browser, song, { instead: lack }))
    try {
      return await send(reply, shareFormPage(browser, song, { friends: await allFriends(connection), here: back }))
    } catch (error) {
      const text = sayError(error)
      if (!text) throw error
      return send(reply, shareFormPage(browser, song, { instead: said(text, true) }), 502)
    }
  })

  app.post('/shares', async (request, reply) => {
    const browser = formVisitor(deps, request)
    const field = fields(request)
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
    return trySending(deps, reply, browser, share)
  })
}

const lookRoutes = (app: FastifyInstance, deps: Deps): void => {
  const { db, parley } = deps

  app.get('/shares', async (request, reply) => {
    const browser = visitor(deps, request)
    if (!browser) return reply.redirect('/', 303)
    const before = /^\d{1,15}$/.test(asked(request, 'before')) ? Number(asked(request, 'before')) : undefined
    const shares = listShares(db, browser.person.id, pageRows, before)
    const older = shares.length === pageRows ? `/shares?before=${shares.at(-1)!.at}` : undefined
    const connection = await readConnection(parley, browser.person)
    return send(
      reply,
      sharesPage(browser, shares, { notices: freshNotices(connectionNotice(browser, connection, '/shares')), older })
    )
  })

  app.get('/shares/:id', async (request, reply) => {
    const browser = visitor(deps, request)
    if (!browser) return reply.redirect('/', 303)
    const share = ownShare(deps, browser, request)
    return showShare(deps, reply, browser, { share, connection: await readConnection(parley, browser.person) })
  })
}

const changeRoutes = (app: FastifyInstance, deps: Deps): void => {
  const { db, parley } = deps

  app.post('/shares/:id/send', async (request, reply) => {
    const browser = formVisitor(deps, request)
    return trySending(deps, reply, browser, ownShare(deps, browser, request))
  })

  app.get('/shares/:id/delete', async (request, reply) => {
    const browser = visitor(deps, request)
    if (!browser) return reply.redirect('/', 303)
    const share = ownShare(deps, browser, request)
    if (share.state !== 'shared') return reply.redirect(`/shares/${share.id}`, 303)
    return send(reply, deleteSharePage(browser, share))
  })

  app.post('/shares/:id/delete', async (request, reply) => {
    const browser = formVisitor(deps, request)
    const share = ownShare(deps, browser, request)
    const connection = await readConnection(parley, browser.person)
    try {
      if (connection.session) await deleteShare(db, connection.session, browser.person.id, share)
    } catch (error) {
      const problem = sayError(error)
      if (!problem) throw error
      return showShare(deps, reply, browser, {
        share,
        problem,
        connection: await readConnection(parley, browser.person)
      })
    }
    return reply.redirect(`/shares/${share.id}`, 303)
  })
}

export const shareRoutes = (app: FastifyInstance, deps: Deps): void => {
  askRoutes(app, deps)
  lookRoutes(app, deps)
  changeRoutes(app, deps)
}
