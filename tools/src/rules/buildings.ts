// Buildings know each other only where the plan of the house says so.
import { posix } from 'node:path'
import { type Finding, lineAt, type Rule, sourceOf } from '../source.ts'
import { isTypeScript, modulesOf } from '../syntax.ts'

/** What each building may import, besides npm packages. Tests may also use the world, and the verifier with its simulated logs. */
const neighbours: Record<string, string[]> = {
  protocol: [],
  sdk: ['protocol'],
  web: ['protocol'],
  server: ['protocol'],
  site: ['sdk'],
  connectors: [],
  partners: ['sdk', 'site', 'connectors'],
  verifier: ['protocol/log'],
  witness: ['protocol/log'],
  world: ['server', 'partners', 'connectors', 'web', 'protocol'],
  e2e: ['world', 'sdk', 'connectors'],
  // It compares the gate with a bare select and fills big worlds quickly, so it reaches into the server.
  bench: ['world', 'sdk', 'server', 'protocol'],
  tools: ['world', 'server/base'],
  docs: ['sdk']
}

export const buildingsRule: Rule = (source) => {
  if (!isTypeScript(source) || source.building === '') return []
  const kind = source.building.split('/')[0]!
  const allowed = neighbours[kind]
  const findings: Finding[] = []
  const find = (start: number, message: string) =>
    findings.push({ path: source.path, line: lineAt(source.text, start), message })
  if (!allowed) {
    find(0, `the house has no building ${kind}; add it to the plan in tools/src/rules/buildings.ts`)
    return findings
  }
  const may = source.isTest
    ? [...allowed, 'world', 'verifier', ...(kind === 'partners' || kind === 'web' ? [] : ['sdk'])]
    : allowed
  for (const { name, start } of modulesOf(source)) {
    if (name.startsWith('.')) {
      const target = sourceOf(posix.join(posix.dirname(source.path), name), '').building
      if (target !== source.building)
        find(
          start,
          `a relative path leaves ${source.building}; import @parley/${target.split('/').at(-1)} by its package name`
        )
      continue
    }
    const target = targetOf(name)
    if (!target || `${target}/`.startsWith(`${source.building}/`)) continue
    if (may.some((allowedTarget) => target === allowedTarget || target.startsWith(`${allowedTarget}/`))) continue
    const list = allowed.length ? `only ${allowed.join(', ')}` : 'no other building'
    find(start, `${source.building} imports ${list} of this house, not ${name}; see "Buildings" in CONTRIBUTING.md`)
  }
  return findings
}

/** '@parley/protocol/api/grant.ts' is 'protocol/api/grant.ts'; a package of a partner app stands for 'partners'. */
const targetOf = (name: string): string | undefined => {
  const target = /^@parley\/(.+)$/.exec(name)?.[1]
  if (target === undefined) return undefined
  const building = target.split('/')[0] ?? ''
  return building in neighbours ? target : `partners/${target}`
}
