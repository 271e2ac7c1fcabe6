// Migrations are named NNNN-room-what.sql and each number is used once.
import type { Finding, Rule, Source } from '../source.ts'
import { rooms } from './rooms.ts'

const name = /^server\/migrations\/(\d{4})-([a-z]+)-[a-z0-9-]+\.sql$/

export const migrationsRule: Rule = (source) => {
  if (source.language !== 'sql') return []
  const find = (message: string) => [{ path: source.path, line: 1, message }]
  if (!source.path.startsWith('server/migrations/'))
    return find('SQL files are migrations; put this one into server/migrations')
  const match = name.exec(source.path)
  if (!match) return find('name a migration NNNN-room-what.sql, for example 0035-conversations-titles.sql')
  if (!rooms.includes(match[2]!))
    return find(`"${match[2]}" is no room; the second word is the room whose schema this changes`)
  return []
}

/** Two migrations with one number would run in the order of their names, by accident. */
export const repeatedMigrations = (sources: Source[]): Finding[] => {
  const first = new Map<string, string>()
  const findings: Finding[] = []
  for (const { path } of sources) {
    const number = name.exec(path)?.[1]
    if (number === undefined) continue
    const earlier = first.get(number)
    if (earlier === undefined) first.set(number, path)
    else
      findings.push({
        path,
        line: 1,
        message: `${number} is taken by ${earlier}; take a free number after the last migration`
      })
  }
  return findings
}
