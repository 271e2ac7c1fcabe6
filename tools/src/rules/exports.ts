// A name is exported once, where it is made: no default exports, no files that only pass names on.
import { basename } from 'node:path'
import { type Finding, lineAt, type Rule } from '../source.ts'
import { isTypeScript, programOf } from '../syntax.ts'

/** Vite wants its configuration as a default export. */
const defaultExpected = new Set(['vite.config.ts'])
/** What partner developers import is one file by intent. */
export const passesOn = new Set(['sdk/src/index.ts', 'site/src/index.ts'])

export const exportsRule: Rule = (source) => {
  if (!isTypeScript(source)) return []
  const findings: Finding[] = []
  const find = (start: number, message: string) =>
    findings.push({ path: source.path, line: lineAt(source.text, start), message })
  const { body } = programOf(source)
  for (const node of body) {
    const isDefault =
      node.type === 'ExportDefaultDeclaration' ||
      (node.type === 'ExportNamedDeclaration' &&
        node.specifiers.some(({ exported }) => exported.type === 'Identifier' && exported.name === 'default'))
    if (isDefault && !defaultExpected.has(basename(source.path))) {
      find(node.start, 'no default exports; export the thing by its name, so that it is called the same everywhere')
    }
  }
  const onlyPassesOn =
    body.length > 0 &&
    body.every(
      (node) => node.type === 'ExportAllDeclaration' || (node.type === 'ExportNamedDeclaration' && node.source)
    )
  if (onlyPassesOn && !passesOn.has(source.path)) {
    find(0, 'this file only passes names on; delete it and import each name from the file that makes it')
  }
  return findings
}
