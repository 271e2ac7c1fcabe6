// HTML that escapes what is put into it, and its plain text.

/** Markup that is safe to send; only the html tag makes it. */
export type Html = { readonly markup: string }

type Part = Html | string | number | false | undefined | readonly Part[]

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (letter) => escapes[letter]!)

const put = (part: Part): string => {
  if (part === false || part === undefined) return ''
  if (typeof part === 'string') return escapeHtml(part)
  if (typeof part === 'number') return String(part)
  if (Array.isArray(part)) return (part as readonly Part[]).map(put).join('')
  return (part as Html).markup
}

/** A template whose values are text unless they are Html themselves; false and undefined put nothing. */
export const html = (strings: TemplateStringsArray, ...parts: Part[]): Html => ({
  markup: strings.map((text, i) => text + (i < parts.length ? put(parts[i]) : '')).join('')
})

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }

/** What a person reads: text by lines, [x] or [ ] where a box is ticked or not, and a number in [ ]. */
export const plainText = ({ markup }: Html): string =>
  markup
    .replaceAll(/<(?:head|style|script)\b.*?<\/(?:head|style|script)>/gs, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/<input[^>]*type="(?:checkbox|radio)"[^>]*>/g, (box) =>
      /\schecked(?=[\s>])/.test(box) ? '[x] ' : '[ ] '
    )
    .replaceAll(/<input[^>]*type="number"[^>]*>/g, (field) => `[${/\svalue="(\d+)"/.exec(field)?.[1] ?? ''}]`)
    .replaceAll(/<\/(?:p|h1|h2|h3|li|label|legend|button|option|div|summary) ?>/g, '\n')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity]!)
    .split('\n')
    .map((line) => line.replaceAll(/ +/g, ' ').trim())
    .filter(Boolean)
    .join('\n')
