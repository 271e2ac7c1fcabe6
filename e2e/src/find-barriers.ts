// Looks for barriers on a page: what axe-core counts as serious or critical, and content that does not fit a narrow screen.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Colours on their way from one to another have contrasts that nobody sees for long. */
const settle = async (): Promise<void> => {
  // A colour that is inherited sets out one frame after the colour that it comes from, so that deep in a page it is late.
  for (let still = 0; still < 5; still++) {
    await new Promise(requestAnimationFrame)
    // One that is over is still there when it keeps its last colours.
    const passing = document
      .getAnimations()
      .filter(({ effect, playState }) => playState === 'running' && effect?.getComputedTiming().iterations !== Infinity)
    if (passing.length > 0) still = -1
    await Promise.allSettled(passing.map(({ finished }) => finished))
  }
}

type Violation = { id: string; impact: string; help: string; nodes: { html: string; failureSummary: string }[] }

const violations = async (page: Page): Promise<string[]> => {
  // As the browser's own tools do it, which a page's content security policy does not concern; once for each page that was loaded.
  if (!(await page.evaluate<boolean>('"axe" in globalThis'))) await page.evaluate(`${axe}; undefined`)
  const found = await page.evaluate<Violation[]>(
    `axe.run({ resultTypes: ["violations"] }).then(({ violations }) => violations)`
  )
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`)
    )
}

/** In light and in dark colours, and at the width of a small phone. */
export const findBarriers = async (page: Page): Promise<string[]> => {
  const barriers: string[] = []
  // What lies under another tab is drawn once a second.
  await page.bringToFront()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.evaluate(settle)
    barriers.push(...(await violations(page)).map((barrier) => `${colorScheme}: ${barrier}`))
  }
  const wide = page.viewportSize()
  await page.setViewportSize({ width: 360, height: 740 })
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  if (overflow > 0) barriers.push(`360 px wide: ${overflow} px stand out at the side`)
  if (wide) await page.setViewportSize(wide)
  return barriers
}
