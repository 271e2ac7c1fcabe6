// File names say what a file does, in kebab-case; words that fit every file say nothing.
import { posix } from 'node:path'
import type { Rule } from '../source.ts'
import { passesOn } from './exports.ts'

const kinds = new Set([
  'util',
  'utils',
  'helper',
  'helpers',
  'common',
  'shared',
  'manager',
  'managers',
  'service',
  'services',
  'type',
  'types',
  'constant',
  'constants',
  'misc',
  'lib',
  'interface',
  'interfaces',
  'repository',
  'repositories',
  'dto'
])

const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|d))?\.(?:ts|tsx|mjs|css|sql)$/

export const namesRule: Rule = (source) => {
  const find = (message: string) => [{ path: source.path, line: 1, message }]
  const parts = source.path.split('/')
  const file = posix.basename(source.path)
  const stem = file.split('.')[0]!
  if (stem === 'index' && !passesOn.has(source.path)) {
    return find('no index files; name the file after the one thing it exports, and import that file')
  }
  if (!kebab.test(file) && file !== 'vite.config.ts') {
    return find(
      'file names are kebab-case, named after what the file exports, and end in .ts (.tsx, .css, .sql, .mjs for browsers), for example open-conversation.ts'
    )
  }
  for (const word of [...parts.slice(0, -1), stem]) {
    const last = word.slice(word.lastIndexOf('-') + 1)
    if (kinds.has(last))
      return find(`"${word}" says what kind of thing it is, not what it does; name it after its operation`)
  }
  return []
}
