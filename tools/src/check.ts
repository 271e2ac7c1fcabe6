// npm run check: types, lint, format and the house rules; prints every finding and fails on any.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { houseFindings } from './house-rules.ts'
import { readSources } from './read-sources.ts'
import { root } from './root.ts'
import { type Finished, runProgram } from './run-program.ts'

const bin = (name: string) => join(root, 'node_modules', '.bin', name)

const house = (): Finished => {
  const findings = houseFindings(readSources(root), readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8'))
  const output = findings.map(({ path, line, message }) => `${path}:${line} ${message}\n`).join('')
  return { code: findings.length > 0 ? 1 : 0, output }
}

const checks: Record<string, Promise<Finished> | Finished> = {
  types: runProgram(bin('tsc'), ['-p', 'tsconfig.json', '--pretty', 'false']),
  lint: runProgram(bin('oxlint'), [
    '--type-aware',
    '--deny-warnings',
    '--report-unused-disable-directives',
    '--format=unix'
  ]),
  format: runProgram(bin('oxfmt'), ['--check', '.']),
  'house rules': house()
}

for (const [name, check] of Object.entries(checks)) {
  const { code, output } = await check
  if (code === 0) {
    console.log(`${name}: good`)
    continue
  }
  process.exitCode = 1
  console.log(`${name}: findings\n${output.trimEnd().replaceAll(/^/gm, '  ')}`)
  if (name === 'format') console.log('  npm run format puts this right')
}
