// Environment, time, randomness and limits each enter a building by one door.
import type { Node } from 'oxc-parser'
import { type Finding, lineAt, type Rule, type Source } from '../source.ts'
import { isTypeScript, modulesOf, programOf, walk } from '../syntax.ts'

type Door = { file: string; what: string; instead: string }

const doors = {
  environment: { file: 'config.ts', what: 'the environment', instead: 'read it there once and pass the value on' },
  clock: { file: 'clock.ts', what: 'the time', instead: 'call now() from there, or take the time as an argument' },
  random: { file: 'random.ts', what: 'randomness', instead: 'take it from there' },
  limits: { file: 'limits.ts', what: 'rate limits', instead: 'add a row to the table there and spend it' }
} satisfies Record<string, Door>

const randomNames = new Set([
  'randomBytes',
  'randomUUID',
  'randomInt',
  'randomFill',
  'randomFillSync',
  'getRandomValues'
])

export const oneDoorRule: Rule = (source) => {
  // What tests stand on is as free as tests: they look at clocks and are told where their database is.
  if (!isTypeScript(source) || source.isTest || source.path.startsWith('world/src/test-')) return []
  const findings: Finding[] = []
  const find = (door: Door, start: number) => {
    if (isDoor(source, door)) return
    const place = source.building === 'server' ? `server/src/base/${door.file}` : `${source.building}/src/${door.file}`
    findings.push({
      path: source.path,
      line: lineAt(source.text, start),
      message: `${door.what} enters ${source.building} only through ${place}; ${door.instead}`
    })
  }
  walk(programOf(source), (node) => {
    const door = doorOf(node)
    if (door) find(door, node.start)
  })
  for (const { name, start, node } of modulesOf(source)) {
    if (name === 'rate-limiter-flexible') find(doors.limits, start)
    if (name !== 'node:crypto' || node.type !== 'ImportDeclaration') continue
    for (const { type, start: at, ...imported } of node.specifiers) {
      const of = type === 'ImportSpecifier' && 'imported' in imported ? imported.imported : undefined
      if (of?.type === 'Identifier' && randomNames.has(of.name)) find(doors.random, at)
    }
  }
  return findings
}

/** It must run on a Node that reads no TypeScript, so it imports nothing. */
const startsTools = 'tools/run.mjs'

const isDoor = (source: Source, door: Door): boolean =>
  (source.path === startsTools && door === doors.environment) ||
  source.path ===
    (source.building === 'server' ? `server/src/base/${door.file}` : `${source.building}/src/${door.file}`)

const doorOf = (node: Node): Door | undefined => {
  if (node.type === 'NewExpression' && isNamed(node.callee, 'Date') && node.arguments.length === 0) return doors.clock
  if (node.type === 'CallExpression' && isNamed(node.callee, 'Date')) return doors.clock
  if (node.type !== 'MemberExpression' || node.computed) return undefined
  const name = node.property.type === 'Identifier' ? node.property.name : ''
  if (name === 'env' && isNamed(node.object, 'process')) return doors.environment
  if (name === 'env' && node.object.type === 'MetaProperty') return doors.environment
  if (name === 'now' && isNamed(node.object, 'Date')) return doors.clock
  if (name === 'random' && isNamed(node.object, 'Math')) return doors.random
  if (randomNames.has(name)) return doors.random
  return undefined
}

const isNamed = (node: Node, name: string): boolean => node.type === 'Identifier' && node.name === name
