import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from '#tests/e2e/support/fixtures.ts'

const widths = [1440, 820, 390]
const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']
const themes = ['light', 'dark'] as const

/** What axe finds on the page as it is now, one line each. */
export async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' | ')}`)
}

/**
 * A screen at every width in both themes: kept as pictures in `test-results/screens/`. Nothing for axe to find, in both themes (colours)
 * and at both ends of the widths (layout): a look takes a second, so the combinations are not all of them. Leaves the page as wide as it was.
 */
export async function inspect(page: Page, name: string): Promise<void> {
  const size = page.viewportSize()!
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 })
      await page.screenshot({ path: `test-results/screens/${name}-${width}-${theme}.png`, fullPage: true })
      if (width === widths[0] || (width === widths.at(-1) && theme === 'light'))
        expect(await violationsOf(page), `${name} at ${width} px, ${theme}`).toEqual([])
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      expect(overflow, `${name} at ${width} px scrolls sideways`).toBeLessThanOrEqual(0)
    }
  }
  await page.setViewportSize(size)
}
