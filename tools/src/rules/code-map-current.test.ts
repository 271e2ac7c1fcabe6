// Facts about the code map.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeMap, withCodeMap, withoutCodeMap } from '../code-map.ts'
import { sourceOf } from '../source.ts'
import { codeMapCurrent } from './code-map-current.ts'

const sources = [
  sourceOf('server/src/people/sign-up.ts', '// Makes a person.\n'),
  sourceOf('server/src/people/sign-up.test.ts', '// Facts about it.\n'),
  sourceOf('web/src/a.css', '/* Colours of all. */\n')
]
const marks =
  '# Map\n\n<!-- code map: written by `node tools/src/map.ts --write` from the first line of each file -->\n<!-- end of the code map -->\nend\n'

test('the map lists every file but tests, folder by folder', () => {
  assert.equal(
    codeMap(sources),
    '**server/src/people/**\n\n- `sign-up.ts`: Makes a person.\n\n**web/src/**\n\n- `a.css`: Colours of all.\n'
  )
})

test('a written map is current until a first line changes', () => {
  const document = withCodeMap(marks, codeMap(sources))!
  assert.deepEqual(codeMapCurrent(sources, document), [])
  const [finding] = codeMapCurrent([sourceOf('server/src/people/sign-up.ts', '// Makes people.\n')], document)
  assert.equal(finding?.line, 7)
  assert.match(finding.message, /map\.ts --write/)
})

test('what people wrote around the map stays', () => {
  assert.equal(withoutCodeMap(withCodeMap(marks, codeMap(sources))!), withoutCodeMap(marks))
})

test('a document without the marks is found', () => {
  assert.match(codeMapCurrent(sources, '# Map\n')[0]!.message, /marks/)
})
