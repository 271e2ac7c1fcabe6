// The page's addresses: look, say, listen.
import { speakWav } from '@parley/connectors/speech/speak-wav.ts'
import { digest, Refused, type Site } from '@parley/site'
import { converse } from '../talk/converse.ts'
import { placeInStore } from '../talk/place-in-store.ts'
import { type SpokenStore, spokenStore } from './spoken.ts'
import { talkPage } from './talk-page.ts'

// About four minutes of speech.
const speechCharsMax = 3000
const wordsMax = 4100
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const sayRoute = (site: Site, spoken: SpokenStore): void =>
  site.act('/say', async ({ person, field, connection }) => {
    const id = field('id')
    const reply = field('reply').replaceAll('\r\n', '\n').trim()
    const heard = reply === '' ? field('words').trim() : `Reply: ${reply}`
    if (!uuid.test(id))
      throw new Refused(400, 'This form is broken', 'Go back, load the page again, and say it once more.')
    if (heard.length > wordsMax || heard.includes('\0') || !heard.isWellFormed()) {
      const why = 'It is too long, or has characters that no text has. Nothing was sent.'
      throw new Refused(400, 'That cannot be sent', why)
    }
    const { session } = await connection()
    if (!session?.permission || heard === '') return '/'
    // A form may come again, while what it led to is still there.
    if (!spoken.find(person.id, id)) {
      const who = `web ${person.id}`
      const talk = { session, place: placeInStore(site.db, who), key: digest(`${who} ${id}`), max: speechCharsMax }
      const said = await converse(talk, heard)
      if (said.lacks === 'delete')
        site.db.prepare('insert or ignore into wants_delete (person) values (?)').run(person.id)
      spoken.keep(person.id, { ...said, id, heard })
    }
    return `/?turn=${id}`
  })

const listenRoute = (site: Site, spoken: SpokenStore): void => {
  site.app.get<{ Params: { id: string } }>('/speech/:id.wav', async (request, reply) => {
    const person = site.visitor(request)?.person
    const found = person && spoken.find(person.id, request.params.id)
    const wav = found && (await speakWav(found.say))
    return wav ? reply.type('audio/wav').send(wav) : reply.status(404).send()
  })
}

export const talkRoutes = (site: Site): void => {
  const spoken = spokenStore()
  site.show('/', async ({ browser, person, field, connection, notices }) => {
    const now = await connection()
    const canTalk = now.state === 'live' || now.state === 'away'
    // Nothing that was read under a permission stays on the screen after its end.
    if (!canTalk) spoken.forget(person.id)
    const said = spoken.find(person.id, field('turn'))
    const lacks = said?.lacks === 'delete' || said?.lacks === 'write' ? said.lacks : 'read'
    const missing = site.missingNotice(browser, now, lacks, '/')
    return talkPage(site.formKey(browser), { said, canTalk, notices: await notices(missing) })
  })
  sayRoute(site, spoken)
  listenRoute(site, spoken)
}
