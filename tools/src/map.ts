// Prints the code map, or writes it into ARCHITECTURE.md with --write.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { codeMap, withCodeMap } from './code-map.ts'
import { readSources } from './read-sources.ts'
import { root } from './root.ts'

const map = codeMap(readSources(root))
if (process.argv.includes('--write')) {
  const file = join(root, 'ARCHITECTURE.md')
  const document = withCodeMap(readFileSync(file, 'utf8'), map)
  if (document === undefined) throw new Error('ARCHITECTURE.md has lost the marks that say where the code map goes')
  writeFileSync(file, document)
} else {
  process.stdout.write(map)
}
