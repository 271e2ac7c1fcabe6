// Remembers the consent page as it was shown, so that what is kept with a grant is what the person saw, with their ticks.
import { now } from '../base/clock.ts'
import { sha256 } from '../base/hash.ts'
import { newId } from '../base/random.ts'
import { Refusal } from '../base/refusal.ts'
import type { FoundApp } from '../grants/find-app.ts'
import type { Choices } from './consent-choices.ts'
import { consentPage, consentVersion, type ConsentView } from './consent-page.ts'
import { plainText, type Html } from './html.ts'
import type { Turn } from './interaction-routes.ts'

/** The page without what ties it to one form, and without the ticks. */
export type ShownConsent = Omit<ConsentView, 'uid' | 'csrf' | 'shown' | 'choices' | 'kept'> & { version: string }

// "Show me again" makes a new one each time; an older one is out of date.
const shownMax = 10

/** The page, ready to be sent; its form names what is remembered of it. */
export const showAndRemember = async (
  { parts, interaction, csrf }: Turn,
  person: string,
  view: Omit<ConsentView, 'uid' | 'csrf' | 'shown'>
): Promise<Html> => {
  const { sql } = parts
  const [id, uid] = [newId(), sha256(interaction.uid)]
  const { choices, ...rest } = view
  const kept: ShownConsent = { ...rest, version: consentVersion }
  await sql`
    insert into login.shown (interaction, id, person_id, view, at, expires_at)
    values (${uid}, ${id}, ${person}, ${JSON.stringify(kept)}, ${now()}, ${new Date(interaction.exp * 1000)})`
  await sql`
    delete from login.shown where interaction = ${uid} and id not in (
      select id from login.shown where interaction = ${uid} order by at desc, id limit ${shownMax})`
  return consentPage({ ...rest, choices, uid: interaction.uid, csrf, shown: id })
}

const isId = (text: string | null): text is string => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text ?? '')

/**
 * The page that the form of this turn was on. Throws consent_stale when it is not remembered, was shown to somebody else or in an older
 * wording, or when the app is registered otherwise now.
 */
export const findShown = async (
  { parts, interaction, form }: Turn,
  person: string,
  app: FoundApp
): Promise<ShownConsent> => {
  const id = form.get('shown')
  const [row] = isId(id)
    ? await parts.sql<{ view: string }[]>`
        select view from login.shown
        where interaction = ${sha256(interaction.uid)} and id = ${id} and person_id = ${person} and expires_at > ${now()}`
    : []
  if (!row) throw new Refusal('consent_stale')
  const shown = JSON.parse(row.view) as ShownConsent
  const isSame = (['name', 'owner', 'purpose', 'purposeCode'] as const).every((fact) => shown.app[fact] === app[fact])
  if (shown.version !== consentVersion || !isSame) throw new Refusal('consent_stale')
  return shown
}

/** What the person read, and what they had ticked. */
export const shownText = (shown: ShownConsent, choices: Choices): string =>
  plainText(consentPage({ ...shown, choices, kept: true, uid: '', csrf: '', shown: '' }))
