// Rooms of the server are stacked: a room imports only rooms below it.
import { posix } from 'node:path'
import { type Finding, lineAt, type Rule } from '../source.ts'
import { isTypeScript, modulesOf } from '../syntax.ts'

/** From the top of the house to its ground. */
export const rooms = [
  'privacy',
  'live',
  'evidence',
  'access',
  'login',
  'grants',
  'conversations',
  'people',
  'log',
  'base'
]

export const isBelow = (room: string, other: string): boolean => rooms.indexOf(room) > rooms.indexOf(other)

export const roomsRule: Rule = (source) => {
  if (!source.path.startsWith('server/src/') || source.isTest || !isTypeScript(source)) return []
  const at = (start: number, message: string): Finding => ({
    path: source.path,
    line: lineAt(source.text, start),
    message
  })
  if (source.room !== undefined && !rooms.includes(source.room)) {
    return [at(0, `server/src/${source.room} is no room; put the file into one of ${rooms.join(', ')}`)]
  }
  const findings: Finding[] = []
  for (const { name, start } of modulesOf(source)) {
    if (!name.startsWith('.')) continue
    const target = posix.join(posix.dirname(source.path), name).split('/')
    if (target[0] !== 'server' || target[1] !== 'src') continue
    const room = target.length > 3 ? target[2]! : undefined
    if (room === undefined && source.room !== undefined) {
      findings.push(
        at(start, `${target[2]} stands above all rooms; take what you need as an argument, and let app.ts pass it`)
      )
    } else if (target[2] === 'main.ts' || (target[2] === 'app.ts' && source.path !== 'server/src/main.ts')) {
      findings.push(
        at(start, `only main.ts imports app.ts, and nothing imports main.ts; take what you need as an argument`)
      )
    }
    if (room === undefined || source.room === undefined || room === source.room || isBelow(room, source.room)) continue
    findings.push(
      at(
        start,
        `${source.room} may not import ${room}, which stands above it; move the code down, or let ${room} call ${source.room}`
      )
    )
  }
  return findings
}
