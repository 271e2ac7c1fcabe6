// Browsers in plain words.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeDevice } from './describe-device.ts'

test('common browsers are named as their people name them', () => {
  const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0'
  const safari = 'AppleWebKit/605.1.15 (KHTML, like Gecko)'
  for (const [userAgent, words] of [
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36`, 'Chrome on Windows'],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36 Edg/140.0.0.0`, 'Edge on Windows'],
    [`Mozilla/5.0 (Linux; Android 10; K) ${chrome} Mobile Safari/537.36`, 'Chrome on Android'],
    [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${safari} Version/19.0 Safari/605.1.15`, 'Safari on Mac'],
    [
      `Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) ${safari} Version/19.0 Mobile/15E148 Safari/604.1`,
      'Safari on iPhone'
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
    ['Mozilla/5.0 (X11; Linux x86_64) Something/1.0', 'A browser on Linux'],
    ['curl/8.5.0', 'curl'],
    ['<script>alert(1)</script>', 'An unknown device'],
    [undefined, 'An unknown device']
  ] as const)
    assert.equal(describeDevice(userAgent), words)
})

test('a very long header is read in no time', () => {
  const tookMs = Array.from({ length: 5 }, () => {
    const start = performance.now()
    describeDevice('Version/'.repeat(2000))
    return performance.now() - start
  })
  // The shortest: the system may give the time of the others to somebody else.
  assert.ok(Math.min(...tookMs) < 50)
})
