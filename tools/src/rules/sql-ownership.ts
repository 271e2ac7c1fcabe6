// SQL has the same stack as the rooms: a room writes its own schema and reads only schemas of rooms below.
import { type Finding, lineAt, type Rule } from '../source.ts'
import { sqlNamesOf, statementsOf } from '../sql.ts'
import { isBelow, rooms } from './rooms.ts'

/**
 * What a room may change outside its own schema. The gate notes the use of a grant in the transaction that checked it; nobody else
 * changes another room's table.
 */
const alsoWrites: Record<string, (schema: string, name: string) => boolean> = {
  access: (schema, name) => schema === 'grants' && name === 'grant'
}

export const sqlOwnershipRule: Rule = (source) => {
  if (source.building !== 'server' || source.isTest || source.language === 'css') return []
  const room = source.room ?? 'base'
  const findings: Finding[] = []
  for (const statement of statementsOf(source)) {
    for (const { schema, name, writes, start } of sqlNamesOf(statement, rooms)) {
      if (schema === room) continue
      const find = (message: string) => findings.push({ path: source.path, line: lineAt(source.text, start), message })
      if (writes && !alsoWrites[room]?.(schema, name)) {
        find(`${room} may not change ${schema}.${name}; call an operation or SQL function of ${schema}`)
      } else if (!writes && !isBelow(schema, room)) {
        find(`${room} may not name ${schema}.${name} in SQL, which stands above it; move the statement into ${schema}`)
      }
    }
  }
  return findings
}
