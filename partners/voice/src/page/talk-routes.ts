// The page's addresses: look, say, listen.
import { freshNotices, Refused, type Site } from '@parley/site'
import { digest } from '../random.ts'
import { speakWav } from '../speech/speak-wav.ts'
import type { SpokenStore } from '../speech/spoken.ts'
import { converse, type Places } from '../talk/converse.ts'
import { talkPage } from './talk-page.ts'

export type TalkParts = { places: Places; spoken: SpokenStore; wantDelete: (person: string) => void }

// About four minutes of speech.
const speechCharsMax = 3000
const speakersMax = 2
const wordsMax = 4100
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const sayRoute = (site: Site, { places, spoken, wantDelete }: TalkParts): void => {
  site.app.post('/say', async (request, reply) => {
    const { person } = site.formVisitor(request)
    const field = site.fields(request)
    const id = field('id')
    const answer = field('reply').replaceAll('\r\n', '\n').trim()
    const heard = answer === '' ? field('words').trim() : `Reply: ${answer}`
    if (!uuid.test(id))
      throw new Refused(400, 'This form is broken', 'Go back, load the page again, and say it once more.')
    if (heard.length > wordsMax || heard.includes('\0') || !heard.isWellFormed())
      throw new Refused(
        400,
        'That cannot be sent',
        'It is too long, or has characters that no text has. Nothing was sent.'
      )
    // A form that comes again, while what it led to is still there.
    if (spoken.find(person.id, id)) return reply.redirect(`/?turn=${id}`, 303)
    const { session } = await site.connection(person)
    if (!session?.permission || heard === '') return reply.redirect('/', 303)
    const who = `web ${person.id}`
    const key = digest(`${who} ${id}`)
    const { say, asks, lacks } = await converse(
      {
        session,
        places,
        who,
        me: session.person.id,
        key,
        max: speechCharsMax,
        onlyOwn: session.permission.messages === 'own'
      },
      heard
    )
    if (lacks === 'delete') wantDelete(person.id)
    spoken.keep(person.id, id, { heard, say, asks, lacks })
    return reply.redirect(`/?turn=${id}`, 303)
  })
}

const listenRoute = (site: Site, { spoken }: TalkParts): void => {
  let speakers = 0
  site.app.get('/speech/:file', async (request, reply) => {
    const browser = site.visitor(request)
    const id = /^(.*)\.wav$/.exec((request.params as { file: string }).file)?.[1] ?? ''
    const found = browser && spoken.find(browser.person.id, id)
    if (!found) return reply.status(404).send()
    if (speakers >= speakersMax) return reply.status(503).header('retry-after', '1').send()
    speakers++
    try {
      const wav = await speakWav(found.say)
      return wav ? await reply.type('audio/wav').send(wav) : await reply.status(404).send()
    } finally {
      speakers--
    }
  })
}

export const talkRoutes = (site: Site, parts: TalkParts): void => {
  site.app.get('/', async (request, reply) => {
    const browser = site.signedIn(request, reply)
    if (!browser) return reply
    const connection = await site.connection(browser.person)
    const id = site.asked(request, 'turn')
    const found = uuid.test(id) ? parts.spoken.find(browser.person.id, id) : undefined
    const lacks = found?.lacks === 'delete' || found?.lacks === 'write' ? found.lacks : 'read'
    const notice =
      site.connectionNotice(browser, connection, '/') ?? site.missingNotice(browser, connection, lacks, '/')
    const notices = freshNotices(site.saidIn(request), notice)
    const canTalk = connection.state === 'live' || connection.state === 'away'
    // Nothing that was read under a permission stays on the screen after its end.
    if (!canTalk) parts.spoken.forget(browser.person.id)
    const said = canTalk && found ? { ...found, id } : undefined
    return site.send(reply, talkPage(site, browser, { said, notices, canTalk }))
  })
  sayRoute(site, parts)
  listenRoute(site, parts)
}
