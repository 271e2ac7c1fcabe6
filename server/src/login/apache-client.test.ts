// Apache with mod_auth_openidc logs people in with the lines of its own README. Skipped where Apache is not installed.
import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { TestBrowser } from '@parley/world/test-browser.ts'
import { registerTestClient } from '@parley/world/test-client.ts'
import { browserOf } from '@parley/world/test-login.ts'
import { signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { freePort, startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

const modules = '/usr/lib/apache2/modules'
const skip = !existsSync('/usr/sbin/apache2') || !existsSync(join(modules, 'mod_auth_openidc.so'))

let parley: TestPlatform
let ana: TestPerson
let dir: string
let home: string
let apache: ChildProcess | undefined

const configFile = (port: number, clientId: string, secret: string): string => `
ServerRoot ${dir}
ServerName localhost
PidFile ${dir}/pid
Listen 127.0.0.1:${port}
ErrorLog ${dir}/error.log
DocumentRoot ${dir}/www
${process.getuid?.() === 0 ? 'User www-data\nGroup www-data' : ''}
${['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'dir', 'headers', 'auth_openidc'].map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`).join('\n')}
OIDCProviderMetadataURL ${parley.url}/.well-known/openid-configuration
OIDCClientID ${clientId}
OIDCClientSecret ${secret}
OIDCRedirectURI ${home}/callback
OIDCCryptoPassphrase a-passphrase-of-this-test
OIDCScope "openid profile"
<Location />
  AuthType openid-connect
  Require valid-user
  Header always set X-Who "%{OIDC_CLAIM_name}e"
</Location>
`

before(async () => {
  if (skip) return
  parley = await startTestPlatform({ limitFactor: 100 })
  ana = await signUpPerson(parley, 'ana')
  const port = await freePort()
  home = `http://localhost:${port}`
  const client = await registerTestClient(parley, { clientId: 'apache', redirectUris: [`${home}/callback`] })
  dir = await mkdtemp(join(tmpdir(), 'parley-apache-'))
  await mkdir(join(dir, 'www'))
  await writeFile(join(dir, 'www', 'index.html'), 'behind the login')
  await writeFile(join(dir, 'httpd.conf'), configFile(port, client.clientId, client.secret!))
  await chmod(dir, 0o755)
  apache = spawn('/usr/sbin/apache2', ['-d', dir, '-f', join(dir, 'httpd.conf'), '-DFOREGROUND'], { stdio: 'inherit' })
  for (let waitedMs = 0; waitedMs < 10_000; waitedMs += 100) {
    if (await fetch(home, { redirect: 'manual' }).catch(() => undefined)) return
    await sleep(100)
  }
  throw new Error('Apache did not start')
})
after(async () => {
  if (apache?.exitCode === null) {
    apache.kill('SIGTERM')
    await once(apache, 'exit')
  }
  if (dir) await rm(dir, { recursive: true, force: true })
  await parley?.close()
})

test('mod_auth_openidc logs a person in', { skip }, async () => {
  const site = new TestBrowser(home)
  const away = await site.open(`${home}/`)
  assert.equal(away.url.origin, parley.url, `${away.status} ${away.text}`)
  const browser = browserOf(parley, ana)
  await browser.open(away.url)
  const back = await browser.click('Log in')
  assert.equal(back.url.origin, home)
  const seen = await site.open(back.url)
  assert.equal(seen.status, 200, seen.text)
  assert.equal(seen.body, 'behind the login')
  assert.equal(seen.headers.get('x-who'), 'Ana')
})
