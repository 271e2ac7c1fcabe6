// SQL as the checker sees it: which statements a file holds, without comments and quoted text, and whose tables they name.
import type { Node } from 'oxc-parser'
import type { Source } from './source.ts'
import { programOf, walk } from './syntax.ts'

/** A piece of SQL and where it starts in its file. Removed parts are blanks, so that places stay true. */
export type Statement = { text: string; start: number }

/** A schema-qualified name in SQL, and whether the statement changes it. */
export type SqlName = { schema: string; name: string; writes: boolean; start: number }

const blank = (text: string): string => text.replaceAll(/[^\n]/g, ' ')

/** Blanks comments and quoted text; function bodies between dollar signs are SQL and stay. */
export const bareSql = (text: string): string => text.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g, blank)

const beginsLikeSql =
  /^\s*(?:--[^\n]*\n\s*)*(?:select|insert|update|delete|with|create|alter|drop|truncate|merge|grant|revoke|lock|call|do|copy)\b/i

export const statementsOf = (source: Source): Statement[] => {
  if (source.language === 'sql') return [{ text: bareSql(source.text), start: 0 }]
  const statements: Statement[] = []
  const add = (text: string, start: number) => statements.push({ text: bareSql(text), start })
  walk(programOf(source), (node, parent) => {
    if (node.type === 'TemplateLiteral') {
      const tagged = parent?.type === 'TaggedTemplateExpression'
      const text = templateText(source, node)
      if (tagged || beginsLikeSql.test(text)) add(text, node.start + 1)
    }
    if (node.type === 'Literal' && typeof node.value === 'string' && beginsLikeSql.test(node.value)) {
      add(source.text.slice(node.start + 1, node.end - 1), node.start + 1)
    }
  })
  return statements
}

/** The text of a template with a placeholder for each expression, as long as the expression. */
const templateText = (source: Source, node: Extract<Node, { type: 'TemplateLiteral' }>): string => {
  let text = source.text.slice(node.start + 1, node.end - 1)
  for (const expression of node.expressions) {
    const from = expression.start - node.start - 1
    const to = expression.end - node.start - 1
    text = text.slice(0, from) + blank(text.slice(from, to)) + text.slice(to)
  }
  return text
}

const write =
  /\b(?:insert\s+into|update(?:\s+only)?|delete\s+from(?:\s+only)?|truncate(?:\s+table)?|merge\s+into|copy|(?:create|alter|drop)\s+(?:or\s+replace\s+)?(?:unlogged\s+)?(?:table|function|procedure|view|materialized\s+view|sequence|type|trigger|domain|policy)(?:\s+if\s+(?:not\s+)?exists)?|create\s+(?:unique\s+)?index\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?\w+\s+on)\s+$/i
const schemaStatement = /\b(?:create|alter|drop)\s+schema\s+(?:if\s+(?:not\s+)?exists\s+)?([a-z_]+)/gi

/** The names of the given schemas in a statement. Places count from the start of the file. */
export const sqlNamesOf = (statement: Statement, schemas: string[]): SqlName[] => {
  const names: SqlName[] = []
  for (const match of statement.text.matchAll(new RegExp(`(?<![\\w.$])(${schemas.join('|')})\\.([a-z_0-9]+)`, 'g'))) {
    const before = statement.text.slice(Math.max(0, match.index - 120), match.index)
    names.push({ schema: match[1]!, name: match[2]!, writes: write.test(before), start: statement.start + match.index })
  }
  for (const match of statement.text.matchAll(schemaStatement)) {
    if (schemas.includes(match[1]!))
      names.push({ schema: match[1]!, name: '', writes: true, start: statement.start + match.index })
  }
  return names
}
