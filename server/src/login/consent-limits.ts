// The two limits of a permission on the consent page: kinds of message, and messages a day. Both work without a script.
import { perDayMax } from '@parley/protocol/api/grant.ts'
import { kindWords, messageKinds } from '@parley/protocol/api/message-kinds.ts'
import type { Asked } from '../grants/narrower.ts'
import type { Choices } from './consent-choices.ts'
import { html, type Html } from './html.ts'

type View = { app: { name: string }; asked: Asked; choices: Choices }

const kindBoxes = ({ asked, choices }: View): Html[] =>
  messageKinds
    .filter((kind) => asked.kinds?.includes(kind) ?? true)
    .map(
      (kind) =>
        html`<label
          ><input
            type="checkbox"
            name="kind"
            value="${kind}"
            ${choices.kinds?.includes(kind) === true && html` checked`}
          />${kindWords[kind]}</label
        > `
    )

const kindsQuestion = (view: View): Html =>
  html`<fieldset>
    <legend>Which kinds of message?</legend>
    <p>${view.asked.kinds ? 'Only the kinds that you tick.' : 'All kinds, unless you tick some: then only those.'}</p>
    <div>${kindBoxes(view)}</div>
  </fieldset>`

const perDayQuestion = ({ app, asked, choices }: View): Html =>
  html`<fieldset>
    <legend>How many messages a day?</legend>
    <label
      >Most messages that it may read in a day
      <input type="number" name="per_day" min="1" max="${asked.perDay ?? perDayMax}" value="${choices.perDay}" />
    </label>
    <p class="small">
      ${
        asked.perDay === undefined
          ? 'Empty: as many as there are.'
          : `${app.name} asks for ${asked.perDay.toLocaleString('en')}. You can make it fewer.`
      }
      A day begins at midnight UTC.
    </p>
  </fieldset>`

/** What the app asks to be limited to is asked openly; otherwise limits are there for who looks for them. */
export const limitQuestions = (view: View): Html => {
  const { asked, choices } = view
  const [kinds, perDay] = [kindsQuestion(view), perDayQuestion(view)]
  const open = [asked.kinds && kinds, asked.perDay !== undefined && perDay]
  const more = [!asked.kinds && kinds, asked.perDay === undefined && perDay]
  const isSet = (!asked.kinds && choices.kinds) || (asked.perDay === undefined && choices.perDay !== undefined)
  return html`${open}${
    more.some(Boolean) &&
    html`<details ${Boolean(isSet) && html` open`}>
      <summary>Limit it more</summary>
      ${more}
    </details>`
  }`
}
