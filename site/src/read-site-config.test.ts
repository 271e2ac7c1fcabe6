// Tests of the configuration.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSiteConfig } from './read-site-config.ts'

const read = (env: Record<string, string>) => readSiteConfig({ name: 'NOTES', folder: 'notes', place: 9 }, env)

test('without a secret or a key the app does not start, and says which one', () => {
  assert.throws(() => read({}), /NOTES_CLIENT_SECRET is not set/)
})

test('the app stands at its place above the base of ports', () => {
  const config = read({ NOTES_CLIENT_SECRET: 's', PARLEY_APP_PORT_BASE: '5200', PARLEY_DATA: '/d' })
  assert.deepEqual([config.port, config.url, config.dataDir], [5209, 'http://localhost:5209', '/d/notes'])
  assert.deepEqual([config.clientId, config.clientSecret, config.clientKey], ['notes', 's', undefined])
  assert.throws(() => read({ NOTES_CLIENT_SECRET: 's', PARLEY_APP_PORT_BASE: 'x' }), /PARLEY_APP_PORT_BASE/)
})

test('a key is a private JWK and takes the place of the secret', () => {
  const key = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'd' }
  const config = read({ NOTES_CLIENT_KEY: JSON.stringify(key), NOTES_CLIENT_SECRET: 's' })
  assert.deepEqual([config.clientKey, config.clientSecret], [key, undefined])
  for (const text of ['{', '1', 'null', '{"kty":"EC"}']) {
    assert.throws(() => read({ NOTES_CLIENT_KEY: text }), /NOTES_CLIENT_KEY must be a private key/)
  }
})
