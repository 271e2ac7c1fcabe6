// The first line of each file is one comment sentence that says what lives there.
import type { Rule } from '../source.ts'

const forms: Record<string, RegExp> = {
  sql: /^-- ?(.*)$/,
  css: /^\/\* ?(.*?) ?(?:\*\/)?$/,
  other: /^(?:\/\/ ?(.*)|\/\*\*? ?(.*?) ?(?:\*\/)?)$/
}

/** The sentence on a file's first line (the second after #!), or undefined when there is none. */
export const firstLineOf = (text: string, language: string): string | undefined => {
  const lines = text.split('\n', 2)
  const line = (lines[0]?.startsWith('#!') ? lines[1] : lines[0]) ?? ''
  const match = (forms[language] ?? forms['other']!).exec(line.trimEnd())
  return (match?.[1] ?? match?.[2])?.trim()
}

export const firstLineRule: Rule = (source) => {
  const sentence = firstLineOf(source.text, source.language)
  const form = source.language === 'css' ? /^\S.*[.:?]$/ : /^\S+ .*[.:?]$/
  if (sentence !== undefined && form.test(sentence)) return []
  const message =
    'the first line must be one comment sentence, ending in a full stop, that says what lives in this file; the code map shows it'
  return [{ path: source.path, line: 1, message }]
}
