// Which test files there are, and which of them a call of npm test asks for.
import { globSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { root } from './root.ts'

export type TestFiles = { plain: string[]; browser: string[] }

/** The big cross-room tests come first. Paths from the root. A filter is a file or the beginning of a path; without filters all files are meant. */
export const testFiles = (filters: string[], from = process.cwd()): TestFiles => {
  const wanted = filters.map((filter) => relative(root, resolve(from, filter)).split(sep).join('/'))
  const all = globSync(['*/{src,test}/**/*.test.ts', 'partners/*/src/**/*.test.ts', 'docs/guide/**/*.test.ts'], {
    cwd: root,
    exclude: (name) => name.includes('node_modules')
  })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => wanted.length === 0 || wanted.some((beginning) => path.startsWith(beginning)))
    .toSorted((a, b) => Number(isBig(b)) - Number(isBig(a)) || (a < b ? -1 : 1))
  const isBrowser = (path: string) => path.startsWith('e2e/')
  return { plain: all.filter((path) => !isBrowser(path)), browser: all.filter(isBrowser) }
}

const isBig = (path: string): boolean => path.startsWith('server/test/')
