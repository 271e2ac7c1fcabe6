// Whom the consent page names: the people who will see that the app is connected, because it can read what they wrote.
import type { Asked } from '../grants/narrower.ts'
import type { Choices } from './consent-choices.ts'
import { html, type Html } from './html.ts'

/** Names of people, the first ten, and how many more there are. */
export type Told = { names: string[]; more: number }

export const toldNamesMax = 10

type View = {
  app: { name: string }
  asked: Asked
  choices: Choices
  /** Of all conversations. */
  told: Told
  /** The page as it is kept: names only beside what is ticked, as the person saw it. */
  kept?: boolean
}

const namesOf = ({ names, more }: Told): string => {
  if (more > 0) return `${names.join(', ')} and ${more.toLocaleString('en')} more`
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/**
 * Beside what can be ticked. The style sheet shows it while the box beside it and the one for reading are ticked, so it needs no script.
 */
export const toldBeside = ({ asked, choices, kept }: View, told: Told, isTicked: boolean): Html | false =>
  asked.actions.includes('read') &&
  told.names.length > 0 &&
  (kept !== true || (isTicked && choices.actions.includes('read'))) &&
  html`<span class="told"> – will be told: ${namesOf(told)}</span>`

/** Beside the answer that takes all conversations. */
export const toldOfAll = (view: View): Html | false => toldBeside(view, view.told, view.choices.where === 'all')

/** Says what being named means; nothing when the app does not ask to read. */
export const toldWords = ({ app, asked }: View): Html | false =>
  asked.actions.includes('read') &&
  html`<p>
    If it may read, the people in these conversations are told there that you connected ${app.name} and what it can
    read, before it reads anything they wrote. Who is told stands beside what you tick. Each of them can keep their
    messages from it.
  </p>`
