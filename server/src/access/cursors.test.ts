// Forged cursors at the partner API are refused; none of them reaches the database as something else than it is.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { makeActor, type TestActor } from '@parley/world/test-actor.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { writeCursor } from '../base/cursor.ts'
import { newId } from '../base/random.ts'

let parley: TestPlatform
let actor: TestActor
before(async () => {
  parley = await startTestPlatform()
  actor = await makeActor(parley, { actions: ['read'], friends: true })
})
after(() => parley.close())

const places: Record<string, (string | number)[][]> = {
  '/v1/friends': [['nobody'], ['-'.repeat(36)], [''], [7]],
  '/v1/conversations': [['nobody'], ['\u202e'], [newId(), 1]],
  '/v1/changes': [
    ['', '', 'nobody', 0],
    ['1.1', '', '', 1.5],
    ['!', '', '', 0],
    // Of a database that was further than this one, which lost its end: what came since would be passed over.
    [(2n ** 40n + 1n).toString(36) + '.0', '', '', 0],
    ['', (2n ** 40n + 1n).toString(36) + '.0', '', 0],
    ['1.0.1', '', '', 0]
  ]
}

for (const [address, cursors] of Object.entries(places)) {
  test(`${address} refuses cursors that no list gave out`, async () => {
    for (const place of cursors) {
      const { status, body } = await actor.get(`${address}?after=${writeCursor(place)}`)
      assert.deepEqual([status, body.code], [400, 'invalid_cursor'], JSON.stringify(place))
    }
  })
}
