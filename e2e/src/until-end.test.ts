// Tests of what a file of browser tests stands on: it ends with the file, also where its other half did not come up.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { config } from './config.ts'

// Far below the time after which the runner kills a file.
const soonMs = 20_000

/** Runs a file of tests with this text: what it printed, and whether it ended well and by itself. */
const run = (body: string): Promise<{ good: boolean; killed: boolean; text: string }> =>
  new Promise((resolve) => {
    const imports = `
      import { before, test } from 'node:test'
      import { createServer } from 'node:http'
      import { openBrowser } from '${import.meta.resolve('./open-browser.ts')}'
      import { untilEnd } from '${import.meta.resolve('./until-end.ts')}'`
    execFile(
      process.execPath,
      ['--input-type=module', '--eval', imports + body],
      { timeout: soonMs, killSignal: 'SIGKILL', env: { PATH: config.path, PARLEY_CHROMIUM: config.chromium } },
      (error, stdout, stderr) => resolve({ good: !error, killed: error?.killed === true, text: stdout + stderr })
    )
  })

const world = `
  const world = async () => {
    const server = createServer().listen(0)
    return { close: async () => { console.log('world closed'); server.close() } }
  }`

test('what was opened is closed when the tests are done, the last first', async () => {
  const { good, text } = await run(`${world}
    const browser = async () => ({ close: async () => console.log('browser closed') })
    before(() => Promise.all([untilEnd(world()), untilEnd(browser())]))
    test('a', () => {})`)
  assert.ok(good, text)
  assert.match(text, /browser closed[^]*world closed/)
})

test('when the platform does not come up its browser is closed, and the file fails at once', async () => {
  const { good, killed, text } = await run(`
    before(() => Promise.all([untilEnd(Promise.reject(new Error('no platform'))), untilEnd(openBrowser())]))
    test('a', () => {})`)
  assert.deepEqual([good, killed], [false, false], text)
  assert.match(text, /no platform/)
})

test('when the browser does not come up the platform is closed, also one that is there only later', async () => {
  const { good, killed, text } = await run(`${world}
    const later = () => new Promise((resolve) => setTimeout(resolve, 300)).then(world)
    before(() => Promise.all([untilEnd(later()), untilEnd(Promise.reject(new Error('no browser')))]))
    test('a', () => {})`)
  assert.deepEqual([good, killed], [false, false], text)
  assert.match(text, /world closed/)
})

test('one that cannot be closed keeps nothing else open, and the file says so', async () => {
  const { killed, text } = await run(`${world}
    before(() => Promise.all([untilEnd(world()), untilEnd(Promise.resolve({ close: async () => { throw new Error('stuck') } }))]))
    test('a', () => {})`)
  assert.equal(killed, false, text)
  assert.match(text, /world closed/)
  assert.match(text, /stuck/)
})
