// Facts about the walls between buildings.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sourceOf } from '../source.ts'
import { buildingsRule } from './buildings.ts'

const count = (path: string, name: string) =>
  buildingsRule(sourceOf(path, `// x\nimport { a } from '${name}'\n`)).length

test('the sdk knows the protocol and no other building', () => {
  assert.equal(count('sdk/src/login/start.ts', '@parley/protocol/api/grant.ts'), 0)
  assert.equal(count('sdk/src/login/start.ts', '@parley/protocol/log/note.ts'), 0)
  assert.equal(count('sdk/src/login/start.ts', '@parley/server/base/hash.ts'), 1)
})

test('a partner app stands on the sdk, the kit and npm packages only', () => {
  assert.equal(count('partners/music/src/share.ts', '@parley/sdk'), 0)
  assert.equal(count('partners/music/src/share.ts', '@parley/site'), 0)
  assert.equal(count('partners/music/src/share.ts', 'fastify'), 0)
  for (const name of [
    '@parley/protocol/api/grant.ts',
    '@parley/server/app.ts',
    '@parley/world/start.ts',
    '@parley/bank/main.ts'
  ]) {
    assert.equal(count('partners/music/src/share.ts', name), 1, name)
  }
})

test('the kit stands on the sdk and knows no app', () => {
  assert.equal(count('site/src/open-site.ts', '@parley/sdk'), 0)
  assert.equal(count('site/src/open-site.ts', '@parley/protocol/api/grant.ts'), 1)
  assert.equal(count('site/src/open-site.ts', '@parley/music/start.ts'), 1)
  assert.equal(count('sdk/src/call.ts', '@parley/site'), 1)
})

test('the world imports server, partners and web', () => {
  for (const name of ['@parley/server/app.ts', '@parley/music/app.ts', '@parley/web/build.ts']) {
    assert.equal(count('world/src/start.ts', name), 0, name)
  }
})

test('tests may use the world and the verifier', () => {
  assert.equal(count('witness/src/serve.test.ts', '@parley/verifier/simulate/stage.ts'), 0)
  assert.equal(count('witness/src/serve.ts', '@parley/verifier/simulate/stage.ts'), 1)
  assert.equal(count('server/src/people/befriend.test.ts', '@parley/world/test-platform.ts'), 0)
  assert.equal(count('partners/music/src/share.test.ts', '@parley/world/test-platform.ts'), 0)
  assert.equal(count('server/src/people/befriend.ts', '@parley/world/test-platform.ts'), 1)
})

test('a relative path does not leave its building', () => {
  const [finding] = buildingsRule(
    sourceOf('web/src/shell/shell.tsx', `// x\n\nimport { a } from '../../../protocol/src/api/grant.ts'\n`)
  )
  assert.equal(finding?.line, 3)
  assert.match(finding.message, /import @parley\/protocol by its package name/)
})

test('a building that is not in the plan is found', () => {
  assert.match(buildingsRule(sourceOf('shed/src/rake.ts', '// x'))[0]!.message, /no building shed/)
})
