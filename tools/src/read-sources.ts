// Reads every source file of the repository.
import { globSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { type Source, sourceOf } from './source.ts'

const outside = new Set(['node_modules', 'dist', 'data', 'artifacts', '.git'])

export const readSources = (root: string): Source[] =>
  globSync('**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,css,sql}', {
    cwd: root,
    exclude: (name) => outside.has(name.slice(name.lastIndexOf(sep) + 1))
  })
    .map((path) => path.split(sep).join('/'))
    .toSorted()
    .map((path) => sourceOf(path, readFileSync(join(root, path), 'utf8')))
