import type { Page } from '@playwright/test'

/** Bytes of JavaScript that came over the wire, compressed as they were, while something was done. */
export async function countScriptBytes(page: Page, work: () => Promise<unknown>): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const sizes = new Map<string, number>()
  const scripts = new Set<string>()
  session.on('Network.responseReceived', ({ requestId, type }) => type === 'Script' && scripts.add(requestId))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sizes.set(requestId, encodedDataLength))
  await work()
  return [...scripts].reduce((sum, id) => sum + (sizes.get(id) ?? 0), 0)
}
