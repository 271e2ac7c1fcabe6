// The start page says what each app asks for: what the app really asks for when a person logs in for the first time.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { fillAsked } from '@parley/server/grants/narrower.ts'
import { askedRights } from '@parley/server/login/asked-rights.ts'
import { appUrl, type DemoApp, demoApps } from './demo-apps.ts'
import { type DemoAppsRun, startDemoApps } from './start-demo-apps.ts'
import { openAt } from './test-site.ts'
import { signUpPerson, type TestPerson } from './test-person.ts'
import { startTestPlatform, type TestPlatform } from './test-platform.ts'
import { freePortBase } from './test-port-base.ts'

let parley: TestPlatform
let portBase: number
let apps: DemoAppsRun
let ana: TestPerson
before(async () => {
  parley = await startTestPlatform({ limitFactor: 1000 })
  portBase = await freePortBase(demoApps.map(({ place }) => place))
  apps = await startDemoApps(parley, portBase)
  ana = await signUpPerson(parley, 'ana')
})
after(async () => {
  await apps?.stop()
  await parley.close()
})

/** What the request asks for that leads ana from the app's first page to the consent page. */
const asksOnFirstLogin = async (app: DemoApp) => {
  const browser = await openAt(parley, appUrl(app, portBase), ana)
  const { url, text } = await browser.click('Log in with Parley')
  assert.match(text, new RegExp(`${app.name} asks for a permission`))
  const [kept] = await parley.sql<{ params: Record<string, unknown> }[]>`
    select payload -> 'params' as params from login.artifact
    where model = 'Interaction' and payload -> 'params' ->> 'client_id' = ${app.id}`
  assert.match(url.pathname, /^\/oauth\/interaction\//)
  return askedRights(kept!.params)
}

test('every demo app starts', () => assert.deepEqual(apps.failed, []))

for (const app of demoApps)
  test(`${app.name} asks for what the start page says, no more and no less`, async () => {
    assert.deepEqual(await asksOnFirstLogin(app), fillAsked({ type: 'parley_messages', ...app.asks }))
  })
