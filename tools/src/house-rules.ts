// Every house rule, in the order in which its findings are printed.
import { appSizes } from './rules/app-sizes.ts'
import { buildingsRule } from './rules/buildings.ts'
import { codeMapCurrent } from './rules/code-map-current.ts'
import { exportsRule } from './rules/exports.ts'
import { firstLineRule } from './rules/first-line.ts'
import { migrationsRule, repeatedMigrations } from './rules/migrations.ts'
import { namesRule } from './rules/names.ts'
import { oneDoorRule } from './rules/one-door.ts'
import { roomsRule } from './rules/rooms.ts'
import { sizesRule } from './rules/sizes.ts'
import { sqlOwnershipRule } from './rules/sql-ownership.ts'
import type { Finding, Source } from './source.ts'

const rules = [
  namesRule,
  firstLineRule,
  roomsRule,
  buildingsRule,
  sqlOwnershipRule,
  migrationsRule,
  oneDoorRule,
  exportsRule,
  sizesRule
]

/** All findings, sorted by place. */
export const houseFindings = (sources: Source[], architecture: string): Finding[] =>
  [
    ...sources.flatMap((source) => rules.flatMap((rule) => rule(source))),
    ...repeatedMigrations(sources),
    ...appSizes(sources),
    ...codeMapCurrent(sources, architecture)
  ].toSorted((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1))
