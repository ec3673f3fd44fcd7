import type { Page } from '@playwright/test'

/** Bytes of JavaScript that came over the wire, compressed as they were and without headers, while something was done. */
export async function countScriptBytes(page: Page, work: () => Promise<unknown>): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const sizes = new Map<string, number>()
  const headerSizes = new Map<string, number>()
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (type === 'Script') headerSizes.set(requestId, response.encodedDataLength)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sizes.set(requestId, encodedDataLength))
  await work()
  return [...headerSizes].reduce((sum, [id, headers]) => sum + Math.max(0, (sizes.get(id) ?? 0) - headers), 0)
}
