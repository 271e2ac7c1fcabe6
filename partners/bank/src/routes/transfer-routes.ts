// Looking at transfers, and sending their receipts.
import { allFriends, type Browser, type Connection, html, Refused, type Site } from '@parley/site'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Wise } from '../config.ts'
import { type Choice, transferBody } from '../pages/transfer-page.ts'
import { transfersBody } from '../pages/transfers-page.ts'
import { contentOf } from '../transfers/content-of.ts'
import { ownAccount } from '../transfers/own-account.ts'
import { beginSend, finishSend } from '../transfers/send.ts'
import {
  chosenBefore,
  listTransfers,
  readTransfer,
  type Sent,
  type SentKind,
  type Transfer
} from '../transfers/transfer.ts'
import { learnAmount } from '../wise/wise-routes.ts'

const pageRows = 30
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const own = (site: Site, browser: Browser, request: FastifyRequest): Transfer => {
  const transfer = readTransfer(site.db, browser.person.id, (request.params as { key: string }).key)
  if (!transfer) throw new Refused(404, 'No such transfer', 'It is not on your account.')
  return transfer
}

const kindOf = (text: string): SentKind => {
  if (text === 'receipt' || text === 'correction') return text
  throw new Refused(400, 'This form is broken', 'Go back, load the page again, and send it once more.')
}

/** The friend chosen in a form, with the name from its list. Whether the permission still names them is Parley's to say. */
const chosen = (field: (name: string) => string): { conversation: string; friend: string } => {
  const conversation = field('conversation')
  const friend = uuid.test(conversation) ? field(`friend-${conversation}`) : ''
  if (!friend || friend.length > 200 || friend.includes('\0') || !friend.isWellFormed())
    throw new Refused(400, 'Choose the friend whom you paid', 'Go back, choose one, and send it once more.')
  return { conversation, friend }
}

/** Names are looked up only when there is a receipt to send, and a friend to choose. */
const choiceOf = async (site: Site, browser: Browser, transfer: Transfer, connection: Connection): Promise<Choice> => {
  const here = `/transfers/${transfer.key}`
  const kind = contentOf(transfer)?.kind
  const lack =
    site.missingNotice(browser, connection, 'write', here) ?? site.missingNotice(browser, connection, 'friends', here)
  if (connection.state !== 'live' || lack) return { instead: lack ?? html`` }
  if (kind !== 'receipt' || transfer.receipt?.state === 'sent' || transfer.receipt?.state === 'sending')
    return { friends: [], before: undefined }
  try {
    const friends = await allFriends(connection)
    return { friends, before: chosenBefore(site.db, browser.person.id, transfer) }
  } catch (error) {
    const text = site.sayError(error)
    if (!text) throw error
    return { instead: site.said(text, true) ?? html`` }
  }
}

const show = async (
  site: Site,
  reply: FastifyReply,
  browser: Browser,
  transfer: Transfer,
  problem?: string
): Promise<FastifyReply> => {
  const connection = await site.connection(browser.person)
  const notices = html`${site.said(problem, true)}${site.connectionNotice(browser, connection, `/transfers/${transfer.key}`)}`
  const choice = await choiceOf(site, browser, transfer, connection)
  const body = transferBody(site, browser, transfer, { notices, choice })
  return site.send(reply, site.page({ title: transfer.payee, here: '/', browser, body }), problem ? 409 : 200)
}

/** Sends what is kept, and says how it went. */
const send = async (
  site: Site,
  reply: FastifyReply,
  browser: Browser,
  key: string,
  sent: Sent,
  first: boolean
): Promise<FastifyReply> => {
  const connection = await site.connection(browser.person)
  let problem: string | undefined
  try {
    if (connection.session) await finishSend(site.db, connection.session, sent, first)
  } catch (error) {
    problem = site.sayError(error)
    if (!problem) throw error
  }
  if (problem) return show(site, reply, browser, readTransfer(site.db, browser.person.id, key)!, problem)
  return reply.redirect(`/transfers/${key}`, 303)
}

export const transferRoutes = (site: Site, wise: Wise | undefined): void => {
  const { app, db } = site

  app.get('/', async (request, reply) => {
    const browser = site.signedIn(request, reply)
    if (!browser) return reply
    const iban = ownAccount(db, browser.person.id)
    const before = /^\d{1,15}$/.test(site.asked(request, 'before')) ? Number(site.asked(request, 'before')) : undefined
    const transfers = listTransfers(db, browser.person.id, pageRows, before)
    const older = transfers.length === pageRows ? `/?before=${transfers.at(-1)!.place}` : undefined
    const connection = await site.connection(browser.person)
    const notices = html`${site.saidIn(request)}${site.connectionNotice(browser, connection, '/')}`
    return site.send(
      reply,
      site.page({ title: 'Transfers', here: '/', browser, body: transfersBody(transfers, { iban, notices, older }) })
    )
  })

  app.get('/transfers/:key', async (request, reply) => {
    const browser = site.signedIn(request, reply)
    if (!browser) return reply
    const transfer = own(site, browser, request)
    if (wise && transfer.wise && !transfer.amount) await learnAmount(db, wise, transfer.wise)
    return show(site, reply, browser, own(site, browser, request))
  })

  app.post('/transfers/:key/send', async (request, reply) => {
    const browser = site.formVisitor(request)
    const field = site.fields(request)
    const { key, receipt } = own(site, browser, request)
    const kind = kindOf(field('kind'))
    // A correction goes to whoever has the receipt.
    const to = kind === 'correction' && receipt ? receipt : chosen(field)
    const before = readTransfer(db, browser.person.id, key)?.[kind]
    const sent = beginSend(db, browser.person.id, key, { kind, conversation: to.conversation, friend: to.friend })
    if (!sent) {
      throw new Refused(
        409,
        'There is nothing to send',
        'The transfer changed meanwhile. Go back and look at it again.'
      )
    }
    return send(site, reply, browser, key, sent, before?.id !== sent.id)
  })

  app.post('/transfers/:key/again', async (request, reply) => {
    const browser = site.formVisitor(request)
    const transfer = own(site, browser, request)
    const sent = transfer[kindOf(site.fields(request)('kind'))]
    if (!sent) throw new Refused(409, 'There is nothing to send', 'Go back and look at the transfer again.')
    return send(site, reply, browser, transfer.key, sent, false)
  })
}
