// The syntax tree of a TypeScript file, and a walk over it.
import { type Node, parseSync, type Program, visitorKeys } from 'oxc-parser'
import type { Source } from './source.ts'

const parsed = new WeakMap<Source, Program>()

/** Parses a file once for all rules. Of a broken file the parser gives what it understood; the type checker reports the rest. */
export const programOf = (source: Source): Program => {
  const known = parsed.get(source)
  if (known) return known
  const { program } = parseSync(source.path, source.text, { preserveParens: false })
  parsed.set(source, program)
  return program
}

/** Visits every node, parents first. */
export const walk = (node: Node, visit: (node: Node, parent: Node | undefined) => void, parent?: Node): void => {
  visit(node, parent)
  const fields = node as unknown as Record<string, Node | (Node | null)[] | null | undefined>
  for (const key of visitorKeys[node.type] ?? []) {
    for (const child of [fields[key]].flat()) if (child) walk(child, visit, node)
  }
}

/** Every module that a file names: imports, re-exports, import() and types' import('…'). */
export const modulesOf = (source: Source): { name: string; start: number; node: Node }[] => {
  const modules: { name: string; start: number; node: Node }[] = []
  walk(programOf(source), (node) => {
    const names =
      node.type === 'ImportDeclaration' ||
      node.type === 'ImportExpression' ||
      node.type === 'ExportAllDeclaration' ||
      node.type === 'ExportNamedDeclaration' ||
      node.type === 'TSImportType'
    if (!names || node.source?.type !== 'Literal' || typeof node.source.value !== 'string') return
    modules.push({ name: node.source.value, start: node.start, node })
  })
  return modules
}

export const isTypeScript = (source: Source): boolean => source.language !== 'css' && source.language !== 'sql'
