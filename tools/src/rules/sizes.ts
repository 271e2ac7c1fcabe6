// One file is one thing: at most 300 lines a file and 70 a function.
import { type Finding, lineAt, type Rule } from '../source.ts'
import { isTypeScript, programOf, walk } from '../syntax.ts'

const fileLinesMax = 300
const functionLinesMax = 70

export const sizesRule: Rule = (source) => {
  const findings: Finding[] = []
  const find = (line: number, message: string) => findings.push({ path: source.path, line, message })
  const lines = source.text.trimEnd().split('\n').length
  if (lines > fileLinesMax)
    find(1, `${lines} lines, at most ${fileLinesMax}; find the second thing in this file and give it its own`)
  const tooLong = (start: number, end: number, name: string) => {
    const length = lineAt(source.text, end) - lineAt(source.text, start) + 1
    const message = `${name} is ${length} lines long, at most ${functionLinesMax}; name its steps and move them into functions of their own`
    if (length > functionLinesMax) find(lineAt(source.text, start), message)
  }
  if (source.language === 'sql') {
    for (const match of source.text.matchAll(/^create (?:or replace )?function ([\w.]+)/gm)) {
      const body = source.text.slice(match.index).match(/\$\$[\s\S]*?\$\$/)
      if (body) tooLong(match.index, match.index + body.index! + body[0].length, match[1]!)
    }
  }
  if (!isTypeScript(source) || source.isTest) return findings
  walk(programOf(source), (node, parent) => {
    const isFunction =
      node.type === 'FunctionDeclaration' ||
      node.type === 'FunctionExpression' ||
      node.type === 'ArrowFunctionExpression'
    if (!isFunction) return
    const named =
      parent?.type === 'VariableDeclarator' ? parent.id : parent?.type === 'MethodDefinition' ? parent.key : node.id
    tooLong(node.start, node.end, named?.type === 'Identifier' ? named.name : 'this function')
  })
  return findings
}
