// The code map of ARCHITECTURE.md, made of the first lines of all files, so that it cannot rot.
import { posix } from 'node:path'
import { firstLineOf } from './rules/first-line.ts'
import type { Source } from './source.ts'

const begin = '<!-- code map: written by `node tools/src/map.ts --write` from the first line of each file -->'
const end = '<!-- end of the code map -->'

/** One list for each folder: every file that is not a test, with its first line. */
export const codeMap = (sources: Source[]): string => {
  const folders = new Map<string, string[]>()
  for (const source of sources) {
    if (source.isTest || source.building === '') continue
    const folder = posix.dirname(source.path)
    const line = `- \`${posix.basename(source.path)}\`: ${firstLineOf(source.text, source.language) ?? ''}`
    folders.set(folder, [...(folders.get(folder) ?? []), line])
  }
  return [...folders].map(([folder, lines]) => `**${folder}/**\n\n${lines.join('\n')}\n`).join('\n')
}

/** The document with this map in the place marked for it; undefined when the marks are missing. */
export const withCodeMap = (document: string, map: string): string | undefined => {
  const from = document.indexOf(begin)
  const to = document.indexOf(end)
  if (from < 0 || to < from) return undefined
  return `${document.slice(0, from)}${begin}\n\n${map}\n${document.slice(to)}`
}

/** The document without its map: the part that people write. */
export const withoutCodeMap = (document: string): string => withCodeMap(document, '') ?? document
