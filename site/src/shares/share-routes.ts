// Sharing a thing: choose the friend, send, see the answers, send again, delete.
import type { PartnerFriend, Session } from '@parley/sdk'
import { html } from '../html.ts'
import { allFriends } from '../people/connection.ts'
import { Refused } from '../routes/visit.ts'
import type { Answer, Visit } from '../routes/visits.ts'
import type { Site } from '../site.ts'
import { deleteShare } from './delete-share.ts'
import { readShareForm } from './read-share-form.ts'
import { sendShare } from './send-share.ts'
import type { ShareOptions, Thing } from './share-options.ts'
import { shareForm } from './share-form.ts'
import { deleteSharePage, sharePage, sharesPage } from './share-pages.ts'
import type { Share } from './share.ts'

const pageRows = 50

const homeOf = ({ home }: ShareOptions, share: Share): string => home?.(share) ?? `/shares/${share.id}`

const thingOf = async (site: Site, options: ShareOptions, { person, field }: Visit): Promise<Thing> => {
  const thing = await options.thing(site.db, person, field)
  if (!thing) throw new Refused(404, 'That is not here', 'It is gone, or it is not one of yours.')
  return thing
}

const ownShare = (site: Site, { person, at }: Visit): Share => {
  const share = site.shares.read(person.id, at('id'))
  if (!share) throw new Refused(404, 'No such share', 'It is not one of yours.')
  return share
}

const show = async (
  site: Site,
  options: ShareOptions,
  visit: Visit,
  { share, problem }: { share: Share; problem?: string }
): Promise<Answer> => {
  const { browser, person } = visit
  const connection = await visit.connection()
  const trouble =
    problem ??
    (options.replies && share.message ? await site.shares.fetchReplies(person.id, connection, share.about) : undefined)
  const fresh = site.shares.read(person.id, share.id) ?? share
  const here = `/shares/${share.id}`
  const lacks = [options.replies && ('read' as const), options.deletes && ('delete' as const)]
  return sharePage(options, fresh, {
    notice: await visit.notices(site.said(trouble, true)),
    panel: site.shares.panel(browser, fresh, connection),
    lacks: html`${fresh.state === 'sent' && lacks.map((right) => right && site.missingNotice(browser, connection, right, here))}`,
    status: problem ? 409 : 200
  })
}

/** Does something with a share at Parley; leads to `next`, or to the share, which says what went wrong. */
const attempt = async (
  site: Site,
  options: ShareOptions,
  visit: Visit,
  { share, act, next }: { share: Share; act: (session: Session) => Promise<void>; next: string }
): Promise<Answer> => {
  const { session } = await visit.connection()
  try {
    if (session) await act(session)
  } catch (error) {
    const problem = site.sayError(error)
    if (!problem) throw error
    return show(site, options, visit, { share, problem })
  }
  return next
}

const trySending = (site: Site, options: ShareOptions, visit: Visit, share: Share): Promise<Answer> =>
  attempt(site, options, visit, {
    share,
    act: (session) => sendShare(site.db, session, share),
    next: homeOf(options, share)
  })

/** Who had a thing that goes to each friend once. */
const divide = (options: ShareOptions, friends: readonly PartnerFriend[], shares: readonly Share[]) => {
  const taken = new Set(options.once === 'friend' ? shares.map(({ once, state }) => state !== 'refused' && once) : [])
  return {
    friends: friends.filter(({ conversation }) => !taken.has(conversation)),
    had: friends.filter(({ conversation }) => taken.has(conversation)).map(({ person }) => person.name)
  }
}

const choose = async (site: Site, options: ShareOptions, visit: Visit): Promise<Answer> => {
  const { browser, person, request } = visit
  const thing = await thingOf(site, options, visit)
  const shares = site.shares.of(person.id, thing.about)
  const done = options.once === 'ever' && shares.find(({ state }) => state !== 'refused')
  if (done) return homeOf(options, done)
  const page = { title: thing.heading, here: '/' }
  const connection = await visit.connection()
  const lack =
    site.connectionNotice(browser, connection, request.url) ??
    site.missingNotice(browser, connection, 'write', request.url) ??
    (thing.to ? undefined : site.missingNotice(browser, connection, 'friends', request.url))
  if (lack) return { ...page, body: shareForm(options, browser, thing, { instead: lack }) }
  try {
    const fields = Object.fromEntries(Object.keys(request.query as object).map((name) => [name, visit.field(name)]))
    const choice = divide(options, thing.to ? [] : await allFriends(connection), shares)
    return { ...page, body: shareForm(options, browser, thing, { ...choice, fields, here: request.url }) }
  } catch (error) {
    const text = site.sayError(error)
    if (!text) throw error
    return { ...page, body: shareForm(options, browser, thing, { instead: site.said(text, true) }), status: 502 }
  }
}

/** The routes of an app that shares. */
export const shareRoutes = (site: Site, options: ShareOptions): void => {
  site.show('/share', (visit) => choose(site, options, visit))

  site.act('/shares', async (visit) => {
    const { about, content, to } = await thingOf(site, options, visit)
    const { id, conversation, friend, note } = readShareForm(visit.field, to)
    const once = { form: id, friend: conversation, ever: '' }[options.once]
    const said = options.note && note ? { ...content, text: note } : content
    const share = site.shares.begin(visit.person.id, { about, once, conversation, friend, content: said })
    return trySending(site, options, visit, share)
  })

  site.show('/shares', async (visit) => {
    const shares = site.shares.list(visit.person.id, pageRows, visit.number('before'))
    const older = shares.length >= pageRows ? `/shares?before=${shares.at(-1)!.at}` : undefined
    return sharesPage(options, shares, { notice: await visit.notices(), older })
  })

  site.show('/shares/:id', (visit) => show(site, options, visit, { share: ownShare(site, visit) }))

  site.act('/shares/:id/send', (visit) => {
    const share = ownShare(site, visit)
    if (share.state === 'refused' && options.lasts?.(share) === false)
      throw new Refused(409, 'There is nothing to send', 'It was not sent, and what it says is no longer so.')
    return trySending(site, options, visit, share)
  })

  if (!options.deletes) return

  site.show('/shares/:id/delete', (visit) => {
    const share = ownShare(site, visit)
    if (share.state !== 'sent') return `/shares/${share.id}`
    return deleteSharePage(site.options.name, options, visit.browser, share)
  })

  site.act('/shares/:id/delete', (visit) => {
    const share = ownShare(site, visit)
    const act = (session: Session): Promise<void> => deleteShare(site.db, session, share)
    return attempt(site, options, visit, { share, act, next: `/shares/${share.id}` })
  })
}
