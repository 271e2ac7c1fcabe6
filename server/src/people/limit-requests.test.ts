// One session cannot keep the platform busy for itself.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signUpPerson } from '@parley/world/test-person.ts'
import { startTestPlatform } from '@parley/world/test-platform.ts'

test('a flood of requests by one session is told to wait, and others are served', async () => {
  const parley = await startTestPlatform()
  try {
    const ana = await signUpPerson(parley, 'ana')
    const ben = await signUpPerson(parley, 'ben')
    const answers: number[] = []
    for (let n = 0; n < 1300; n += 50) {
      answers.push(...(await Promise.all(Array.from({ length: 50 }, async () => (await ana.get('/api/me')).status))))
    }
    assert.equal(answers.filter((status) => status === 200).length, 1200)
    assert.equal(answers.at(-1), 429)
    assert.ok(Number((await ana.get('/api/me')).headers.get('retry-after')) > 0)
    assert.equal((await ben.get('/api/me')).status, 200)
  } finally {
    await parley.close()
  }
})
