// npm run picture: makes docs/picture.png, the picture of the README, from the running demo.
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { config } from './config.ts'
import { openBrowser } from './open-browser.ts'
import { openWindow } from './open-window.ts'
import { signInAs } from './sign-in-as.ts'
import { type Demo, startDemo } from './start-demo.ts'
import { tickActions } from './tick-actions.ts'

const file = join(config.root, 'docs/picture.png')
const bytesMax = 450_000

const say = async (page: Page, text: string): Promise<void> => {
  await page.getByRole('textbox', { name: /^Message/ }).fill(text)
  await page.keyboard.press('Enter')
  await page.getByText('Sent', { exact: true }).waitFor()
}

const openConversation = async (page: Page, demo: Demo, friend: string): Promise<void> => {
  await page.goto(`${demo.parley}/conversations`)
  for (const other of ['Sunday hike', friend]) {
    await page.getByRole('navigation', { name: 'Conversations' }).getByRole('link', { name: other }).click()
    await page.getByRole('textbox', { name: `Message ${other}` }).waitFor()
  }
}

const shareSong = async (music: Page, demo: Demo): Promise<void> => {
  await music.goto(demo.music)
  await music.getByRole('button', { name: 'Log in with Parley' }).click()
  await tickActions(music, 'read', 'write', 'delete')
  await music.getByLabel(/names of the people/).check()
  await music.getByRole('checkbox', { name: 'Ben Okafor' }).check()
  await music.getByRole('button', { name: 'Allow' }).click()
  await music.getByRole('link', { name: 'Share this song' }).click()
  await music.getByRole('radio', { name: 'Ben Okafor' }).check()
  await music.getByLabel(/A note/).fill('The band from the roof terrace.')
  await music.getByRole('button', { name: 'Share' }).click()
  await music.getByRole('link', { name: 'See the share' }).click()
}

const answerSong = async (ben: Page): Promise<void> => {
  const messages = ben.getByRole('list', { name: 'Messages' })
  const song = messages.getByRole('listitem').filter({ hasText: 'The band from the roof terrace' })
  await song.hover()
  await song.getByRole('button', { name: /^Actions/ }).click()
  await ben.getByRole('menuitem', { name: 'Reply' }).click()
  await say(ben, 'Four times already. I am getting us tickets.')
}

const picture = async (page: Page): Promise<string> =>
  `data:image/png;base64,${(await page.screenshot({ animations: 'disabled' })).toString('base64')}`

// Two windows side by side: Parley, and Music on a phone.
const compose = async (browser: Browser, parley: string, music: string): Promise<void> => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 2 })
  await page.setContent(`<!doctype html><style>
    body { margin: 0; height: 100vh; background: #cfe0e3; position: relative; overflow: hidden }
    body::before { content: ''; position: absolute; inset: 0; background: #f1c66b; clip-path: circle(420px at 88% 104%) }
    img { position: absolute; display: block }
    .parley { left: 36px; top: 48px; width: 868px; border-radius: 14px; box-shadow: 0 10px 30px #0b293433 }
    .music { left: 928px; top: 70px; width: 300px; border-radius: 26px; border: 8px solid #16201f; box-shadow: 0 10px 30px #0b293444 }
  </style><img class="parley" src="${parley}"><img class="music" src="${music}">`)
  await page.locator('.music').evaluate((image: HTMLImageElement) => image.decode())
  await page.screenshot({ path: file })
}

const walk = async (demo: Demo, browser: Browser): Promise<void> => {
  const sharp = { deviceScaleFactor: 2, colorScheme: 'light', timezoneId: 'America/Los_Angeles' } as const
  const anas = await openWindow(browser, { ...sharp, viewport: { width: 1000, height: 812 } })
  const bens = await openWindow(browser)
  await Promise.all([signInAs(anas.context, demo.parley, 'ana'), signInAs(bens.context, demo.parley, 'ben')])
  const ana = anas.page
  await openConversation(ana, demo, 'Ben Okafor')
  await openConversation(bens.page, demo, 'Ana Moreno')
  await say(ana, 'Only that you mend everything but your own bike.')
  const music = await anas.context.newPage()
  await shareSong(music, demo)
  await answerSong(bens.page)
  await music.setViewportSize({ width: 360, height: 740 })
  await music.reload()
  await music.getByText('Four times already.').waitFor()
  const phone = await picture(music)
  await ana.bringToFront()
  await ana.getByText('Four times already.').first().waitFor()
  await ana.getByText('New messages').waitFor({ state: 'detached' })
  await compose(browser, await picture(ana), phone)
}

const demo = await startDemo()
const browser = await openBrowser()
try {
  await walk(demo, browser)
  const { size } = await stat(file)
  if (size > bytesMax) throw new Error(`${file} has ${size} bytes, more than ${bytesMax}`)
} finally {
  await browser.close()
  await demo.stop()
}
