// The code map in ARCHITECTURE.md says what the first lines of the files say.
import { codeMap, withCodeMap } from '../code-map.ts'
import type { Finding, Source } from '../source.ts'

export const codeMapCurrent = (sources: Source[], document: string): Finding[] => {
  const current = withCodeMap(document, codeMap(sources))
  const find = (line: number, message: string) => [{ path: 'ARCHITECTURE.md', line, message }]
  if (current === undefined)
    return find(1, 'the marks that say where the code map goes are missing; see tools/src/code-map.ts')
  if (current === document) return []
  const lines = document.split('\n')
  const line = current.split('\n').findIndex((text, index) => text !== lines[index]) + 1
  return find(line, 'the code map is not what the first lines of the files say; run npx node tools/src/map.ts --write')
}
