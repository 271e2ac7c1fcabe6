// What goes out by itself, and the demo player.
import { allFriends, Refused, type Site } from '@parley/site'
import { playerBody } from '../pages/player-page.ts'
import { finishingBody } from '../pages/settings-page.ts'
import { ownAccount } from '../watched/account.ts'
import { chooseSendTo, hideLibraries, watcherOf } from '../watcher.ts'

const librariesMax = 50

export const ownRoutes = (site: Site): void => {
  const { app, db } = site

  app.get('/player', async (request, reply) => {
    const browser = site.signedIn(request, reply)
    if (!browser) return reply
    const { id, name } = browser.person
    ownAccount(db, id, name)
    const body = playerBody({ token: site.callToken(browser.person), account: id, name })
    return site.send(reply, site.page({ title: 'Player', here: '/player', browser, body }))
  })

  app.get('/finishing', async (request, reply) => {
    const browser = site.signedIn(request, reply)
    if (!browser) return reply
    const connection = await site.connection(browser.person)
    const lack =
      site.connectionNotice(browser, connection, '/finishing') ??
      site.missingNotice(browser, connection, 'write', '/finishing') ??
      site.missingNotice(browser, connection, 'friends', '/finishing')
    const friends = lack ? [] : await allFriends(connection)
    const body = [lack, finishingBody(site, browser, watcherOf(db, browser.person.id), friends)]
    return site.send(reply, site.page({ title: 'When I finish something', here: '/settings', browser, body }))
  })

  app.post('/finishing', async (request, reply) => {
    const browser = site.formVisitor(request)
    const { id } = browser.person
    const field = site.fields(request)
    const conversation = field('send_to')
    const before = watcherOf(db, id).sendTo
    if (conversation === '') chooseSendTo(db, id, undefined)
    else if (conversation !== before?.conversation) {
      const friends = await allFriends(await site.connection(browser.person))
      const friend = friends.find((each) => each.conversation === conversation)
      if (!friend) throw new Refused(400, 'That friend is not in the permission', 'Go back and choose again.')
      chooseSendTo(db, id, { conversation, friend: friend.person.name })
    }
    const hidden = field('hidden')
      .split('\n')
      .map((name) => name.trim())
    hideLibraries(db, id, hidden.filter(Boolean).slice(0, librariesMax))
    return reply.redirect('/settings?said=saved', 303)
  })
}
