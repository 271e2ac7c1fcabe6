// The consent page of an assistant says that it is one; that of any other app does not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { registerTestClient } from '@parley/world/test-client.ts'
import { browserOf, openTestApp, startTestLogin } from '@parley/world/test-login.ts'
import { signUpPerson } from '@parley/world/test-person.ts'
import { startTestPlatform } from '@parley/world/test-platform.ts'

test('an assistant is called one where people allow it, and in its entry in the log', async (t) => {
  const parley = await startTestPlatform()
  t.after(() => parley.close())
  const ana = await signUpPerson(parley, 'ana')
  const consentOf = async (agent: boolean): Promise<string> => {
    const client = await registerTestClient(parley, { clientId: agent ? 'aide' : 'tunes', agent })
    const { url } = await startTestLogin(await openTestApp(parley, client), {
      details: [{ actions: ['read', 'write'] }]
    })
    return (await browserOf(parley, ana).open(url)).text
  }
  assert.match(await consentOf(true), /Aide is an assistant: it acts on what it reads\./)
  assert.doesNotMatch(await consentOf(false), /assistant/)
  const entries = await parley.sql<{ agent: boolean | null }[]>`
    select (owner::json ->> 'agent')::boolean as agent from log.entry where kind = 'register' order by id`
  assert.deepEqual(
    entries.map(({ agent }) => agent),
    [true, null]
  )
})
