// Makes HTML from templates in which every value is escaped, so that no name or note can become markup.

/** Text that is markup already; only `html` makes it. */
export class Html {
  readonly markup: string
  constructor(markup: string) {
    this.markup = markup
  }
}

export type Value = string | number | Html | readonly Value[] | undefined | false

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const render = (value: Value): string => {
  if (value === undefined || value === false) return ''
  if (value instanceof Html) return value.markup
  if (typeof value === 'string') return value.replace(/[&<>"']/g, (character) => escapes[character]!)
  return typeof value === 'number' ? String(value) : value.map(render).join('')
}

/** A value may stand in text or between the quotes of an attribute, and nowhere else. Lists are joined; undefined and false are nothing. */
export const html = (parts: TemplateStringsArray, ...values: Value[]): Html =>
  new Html(parts.map((part, i) => part + (i < values.length ? render(values[i]) : '')).join(''))
