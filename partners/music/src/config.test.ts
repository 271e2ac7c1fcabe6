// Tests of the configuration.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from './config.ts'

test('without a secret the app does not start, and says which one', () => {
  assert.throws(() => readConfig({}), /MUSIC_CLIENT_SECRET is not set/)
})

test('the app stands one above the base of ports', () => {
  const config = readConfig({ MUSIC_CLIENT_SECRET: 's', PARLEY_APP_PORT_BASE: '5200', PARLEY_DATA: '/d' })
  assert.deepEqual([config.port, config.url, config.dataDir], [5201, 'http://localhost:5201', '/d/music'])
  assert.throws(() => readConfig({ MUSIC_CLIENT_SECRET: 's', PARLEY_APP_PORT_BASE: 'x' }), /PARLEY_APP_PORT_BASE/)
})
