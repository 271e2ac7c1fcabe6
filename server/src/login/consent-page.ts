// The page on which a person decides what an app may do: six questions, what it would see right now, and three equal answers.
import { untils, type Action, type Answers, type Preview, type Until } from '@parley/protocol/api/grant.ts'
import type { Asked } from '../grants/narrower.ts'
import type { Choices } from './consent-choices.ts'
import { limitQuestions } from './consent-limits.ts'
import type { Place } from './consent-places.ts'
import { toldBeside, toldOfAll, toldWords, type Told } from './consent-told.ts'
import { deviceNote } from './device-pages.ts'
import { html, type Html } from './html.ts'
import { page } from './page.ts'

/** Changes with every change of wording; stored with the grant beside the text. */
export const consentVersion = '3'

export type ConsentView = {
  uid: string
  csrf: string
  /** Names what is remembered of this page (shown-consent.ts). */
  shown: string
  /** As registered; nothing here comes from the request. */
  app: { name: string; owner: string; purpose: string; purposeCode: string; purposeMeans: string; agent?: boolean }
  person: string
  asked: Asked
  /** The app asked to know who the person is, so logging in without rights is a full answer. */
  mayLogInOnly: boolean
  /** It is for a device whose code the person entered. */
  device?: boolean
  /** What is ticked. */
  choices: Choices
  places: Place[]
  /** Who is in any of the person's conversations. */
  told: Told
  /** This is the text to keep, not a page to answer (consent-told.ts). */
  kept?: boolean
  /** What the app would see with these answers. */
  preview: Preview
  previewed: Pick<Choices, 'actions' | 'messages'>
  /** The person has a passkey, which signs what they allow. */
  signs: boolean
  /** What the person's live grant for this app says, in a sentence, and its answers. */
  before?: { sentence: string; answers: Answers }
  problem?: string
}

const tick = (on: boolean): Html | false => on && html` checked`

const actionWords: Record<Action, string> = {
  read: 'read messages',
  write: 'write messages in your name, marked with the name of the app',
  delete: 'delete your messages, for everyone'
}

const untilWords: Record<Until, string> = {
  once: 'for one use',
  hour: 'for an hour',
  day: 'for a day',
  '30_days': 'for 30 days',
  '90_days': 'for 90 days',
  until_revoked: 'until I end it'
}

const isNew = (view: ConsentView, action: Action): boolean =>
  view.before !== undefined && !view.before.answers.actions.includes(action)

const isNewNames = ({ before }: ConsentView): boolean => before !== undefined && !before.answers.friends

const whatQuestion = (view: ConsentView): Html => {
  const { asked, choices } = view
  return html`<fieldset>
    <legend>What may it do?</legend>
    ${asked.actions.map(
      (action) =>
        html`<label
          ><input
            type="checkbox"
            name="action"
            value="${action}"
            ${tick(choices.actions.includes(action))}
          />${actionWords[action]}${isNew(view, action) && html` <span class="new">(new)</span>`}</label
        > `
    )}
    ${
      asked.friends &&
      html`<label
        ><input type="checkbox" name="friends" value="yes" ${tick(choices.friends)} />see the names of the people in the
        conversations below${isNewNames(view) && html` <span class="new">(new)</span>`}</label
      > `
    }
  </fieldset>`
}

const placeWords: Record<Place['kind'], string> = { direct: '', group: ' (group)', friend: ' (no messages yet)' }

const placeBox = (view: ConsentView, { id, title, kind, told }: Place): Html => {
  const [name, picked] =
    kind === 'friend' ? ['person', view.choices.people] : ['conversation', view.choices.conversations]
  const isTicked = picked.includes(id)
  return html`<label
    ><input type="checkbox" name="${name}" value="${id}" ${tick(isTicked)} /><span
      >${title}${placeWords[kind]}${toldBeside(view, told, isTicked)}</span
    ></label
  > `
}

const whereQuestion = (view: ConsentView): Html => {
  const { asked, choices, places } = view
  return html`<fieldset>
    <legend>Where?</legend>
    ${toldWords(view)}
    ${
      asked.where === 'all'
        ? html`<label
              ><input type="radio" name="where" value="chosen" ${tick(choices.where === 'chosen')} />only in the
              conversations that I tick</label
            >
            <label
              ><input type="radio" name="where" value="all" ${tick(choices.where === 'all')} /><span
                >in all my conversations, also in later ones${toldOfAll(view)}</span
              ></label
            > `
        : html`<p>Only in the conversations that you tick.</p>`
    }
    <div class="list">
      ${places.map((place) => placeBox(view, place))}
      ${places.length === 0 && html`<p>You have no friends here yet, so there is nothing to choose.</p>`}
    </div>
  </fieldset>`
}

const whichQuestion = ({ app, asked, choices }: ConsentView): Html =>
  html`<fieldset>
    <legend>Which messages?</legend>
    ${
      asked.messages === 'any'
        ? html`<label
              ><input type="radio" name="messages" value="own" ${tick(choices.messages === 'own')} />only those that
              ${app.name} wrote for me, and the replies to them</label
            >
            <label
              ><input type="radio" name="messages" value="any" ${tick(choices.messages === 'any')} />any message, also
              what my friends write to me</label
            > `
        : html`<p>Only those that ${app.name} wrote for you, and the replies to them.</p>`
    }
  </fieldset>`

const fromQuestion = ({ asked, choices }: ConsentView): Html =>
  html`<fieldset>
    <legend>From when?</legend>
    ${
      asked.from === 'all_history'
        ? html`<label
              ><input type="radio" name="from" value="from_now" ${tick(choices.from === 'from_now')} />messages from now
              on</label
            >
            <label
              ><input type="radio" name="from" value="all_history" ${tick(choices.from === 'all_history')} />all that
              was written before, too</label
            > `
        : html`<p>Messages from now on, none from before.</p>`
    }
  </fieldset>`

const untilQuestion = ({ asked, choices }: ConsentView): Html =>
  html`<fieldset>
    <legend>Until when?</legend>
    <div>
      ${untils
        .slice(0, untils.indexOf(asked.until) + 1)
        .map(
          (until) =>
            html`<label
              ><input
                type="radio"
                name="until"
                value="${until}"
                ${tick(choices.until === until)}
              />${untilWords[until]}</label
            > `
        )}
    </div>
    <p class="small">Unused for 90 days it ends by itself. You can end it at any time under Connected apps.</p>
  </fieldset>`

const counted = (n: number, one: string): string => `${n.toLocaleString('en')} ${n === 1 ? one : `${one}s`}`

/** As in "3 of your 1,204 messages, in 1 conversation." */
export const seenWords = ({ messages, ofMessages, conversations }: Preview): string => {
  const share = `${messages.toLocaleString('en')} of your ${counted(ofMessages, 'message')}`
  return messages === 0 ? `${share}.` : `${share}, in ${counted(conversations, 'conversation')}.`
}

const seen = ({ app, preview, previewed }: ConsentView): Html =>
  html`<h2>What ${app.name} would see right now</h2>
    <div class="seen">
      <p><strong>${seenWords(preview)}</strong></p>
      ${
        preview.first.length > 0 &&
        html`<ul>
          ${preview.first.map(
            (message) => html`<li>${message.person.name} in ${message.conversationTitle}: ${message.excerpt}</li> `
          )}
        </ul>`
      }
      <p>
        ${
          previewed.actions.includes('read')
            ? previewed.messages === 'own' &&
              html`From then on: what ${app.name} writes for you, and the replies to it. Nothing else.`
            : 'It may not read.'
        }
      </p>
    </div>`

// Without a script there is no passkey, so allowing without one is a button of its own and always there.
const signing = ({ signs }: ConsentView): Html =>
  signs
    ? html`<p class="small">
          When you press Allow, your passkey signs this page with your answers, so that nobody can say later that you
          allowed anything else.
        </p>
        <p class="problem" role="alert" id="unsigned" hidden></p>`
    : html`<p class="small">
        Only Parley confirms this permission. With a passkey you would sign it yourself:
        <a href="/settings#passkeys" target="_blank">add a passkey</a>.
      </p>`

const withoutSigning = html`<p class="small">
    No passkey at hand? Then only Parley confirms this permission.
    <button type="submit" class="plain" name="decision" value="unsigned">Allow without my passkey</button>
  </p>
  <script src="/oauth/sign-consent.mjs" type="module"></script>`

/** The page of a request for rights to messages. */
export const consentPage = (view: ConsentView): Html => {
  const { uid, csrf, shown, app, person, before, problem, mayLogInOnly, signs, device } = view
  return page(
    `${app.name} asks`,
    html`<h1>${app.name} asks for a permission</h1>
      <p>${app.name} is an app by ${app.owner}. You are signed in to Parley as <strong>${person}</strong>.</p>
      ${device && deviceNote(app.name)}
      <p><strong>Why?</strong> ${app.purpose} <span class="small">(${app.purposeMeans})</span></p>
      ${
        app.agent &&
        html`<p>
          ${app.name} is an assistant: it acts on what it reads. After it has read in one conversation, Parley asks you
          before anything that it writes in another one is sent.
        </p>`
      }
      <p>It gets what you tick and nothing more.</p>
      ${before && html`<p>Until now: ${app.name} ${before.sentence}. What you decide here replaces it.</p>`}
      ${problem !== undefined && html`<p class="problem" role="alert">${problem}</p>`}
      <form method="post" action="/oauth/interaction/${uid}/consent" id="consent">
        <input type="hidden" name="csrf" value="${csrf}" />
        <input type="hidden" name="shown" value="${shown}" />
        ${whatQuestion(view)} ${whereQuestion(view)} ${whichQuestion(view)} ${fromQuestion(view)} ${untilQuestion(view)}
        ${limitQuestions(view)}
        <fieldset>
          ${seen(view)}
          <p>
            <button type="submit" class="plain" name="decision" value="show">Show me again with what I ticked</button>
          </p>
        </fieldset>
        <p class="small">
          Messages that ${app.name} writes for you are marked with its name, for everybody to see. Every access is
          recorded under Activity.
        </p>
        <p class="small">${app.name} will also know you by your name, ${person}.</p>
        ${signing(view)}
        <div class="decision">
          <button type="submit" name="decision" value="allow">Allow</button>
          ${mayLogInOnly && html`<button type="submit" name="decision" value="login">Log in only</button>`}
          <button type="submit" name="decision" value="deny">Deny</button>
        </div>
        ${signs && withoutSigning}
      </form>`
  )
}
