import { onEnd } from '#bench/machine/endings.ts'
import { buildWeb, isBuilt } from '#cli/web-build.ts'

/**
 * Web serves the dashboard too: measured without its pages it would be smaller than it is. A build that fails (somebody is at work on
 * a page) is no reason not to measure the rest.
 */
export async function buildPages(): Promise<void> {
  if (isBuilt()) return
  console.log('Building the dashboard, so that web is measured with it …')
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  onEnd(async () => stop(), stop)
  await buildWeb({}, stopping.signal).catch((error: Error) => console.warn(`${error.message}\nWeb is measured without its pages.`))
}
