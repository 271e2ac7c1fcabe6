// Tests of the look for barriers itself: it finds what it should, and it always ends.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { findBarriers } from './find-barriers.ts'
import { openBrowser } from './open-browser.ts'
import { openWindow } from './open-window.ts'
import { untilEnd } from './until-end.ts'

let browser: Browser
before(async () => {
  browser = await untilEnd(openBrowser())
})

const show = async (body: string, style = ''): Promise<Page> => {
  const { page } = await openWindow(browser)
  await page.setContent(
    `<!doctype html><html lang="en"><head><title>A page</title><style>${style}</style></head><body><main>${body}</main></body></html>`
  )
  return page
}

test('a page without barriers has none; a button without a name, pale words and what does not fit are found', async () => {
  assert.deepEqual(await findBarriers(await show('<h1>Hello</h1><button>Go</button>')), [])
  const page = await show(
    '<h1>Hello</h1><button></button><p style="color: #ccc; background: #fff">Pale</p><hr style="width: 500px">'
  )
  const found = (await findBarriers(page)).map((barrier) => /^(light|dark|360 px wide): [\w-]+/.exec(barrier)?.[0])
  for (const barrier of ['light: button-name', 'dark: button-name', 'light: color-contrast'])
    assert.ok(found.includes(barrier))
  assert.ok(found.some((barrier) => barrier?.startsWith('360 px wide')))
})

test(
  'it waits for colours on their way, and not for what is over, paused or goes on for ever',
  { timeout: 20_000 },
  async () => {
    const style = `
    @keyframes pale { from { color: #ddd } to { color: #111 } }
    p { color: #111 } .now { animation: pale 700ms linear } .kept { animation: pale 1ms both }
    .paused { animation: pale 1ms 1ms paused } .always { animation: pale 1ms infinite; background: #000 }`
    const page = await show('<h1>Hello</h1><p class="now">1</p><p class="kept">2</p><p class="paused">3</p>', style)
    assert.deepEqual(await findBarriers(page), [])
  }
)

test('what lies under another tab is looked at as quickly as what is on top', async () => {
  const page = await show('<h1>Hello</h1>')
  await page.context().newPage()
  const begun = performance.now()
  assert.deepEqual(await findBarriers(page), [])
  assert.ok(performance.now() - begun < 5000)
})
