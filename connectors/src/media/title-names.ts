// Under which names the same title is known again: with identifiers and without, from one source and from another.
import type { Title } from './watched.ts'

const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLocaleLowerCase('en')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
const folded = (text: string): string => fold(text) || text

const own = (title: Title): string => {
  if (title.kind === 'film') return `film ${folded(title.name)} ${title.year ?? '?'}`
  const series = `episode ${folded(title.series ?? '')}`
  return title.season !== undefined && title.episode !== undefined
    ? `${series} s${title.season}e${title.episode}`
    : `${series} ${folded(title.name)}`
}

/**
 * names: it is known under each of them from now on; the first is its own. sought: it is the same as a title known under one of these. A
 * film without a year may be any of its name, and one with a year may be the one that came without: rather one message less than one twice.
 */
export const namesOf = (
  title: Title & { ids: Record<string, string> }
): { names: [string, ...string[]]; sought: string[] } => {
  const ids = Object.entries(title.ids).map(([catalogue, id]) => `${title.kind} ${catalogue} ${id}`)
  const name = own(title)
  if (title.kind === 'episode') return { names: [name, ...ids], sought: [name, ...ids] }
  const any = `film ${folded(title.name)} any`
  const yearless = `film ${folded(title.name)} ?`
  return {
    names: [name, ...ids, any],
    sought: title.year === undefined ? [name, ...ids, any] : [name, ...ids, yearless]
  }
}
