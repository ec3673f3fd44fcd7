import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, defineConfig } from '@playwright/test'

/** Playwright's own Chromium where its download works; else the one that the runner names, or the system's. */
function findChromium(): string | undefined {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH
  if (existsSync(chromium.executablePath())) return undefined
  const folders = (process.env.PATH ?? '').split(delimiter)
  return ['chromium', 'chromium-browser', 'google-chrome'].flatMap(name => folders.map(folder => join(folder, name))).find(existsSync)
}

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  globalSetup: './tests/e2e/support/stack.ts',
  // One stack for the run, and two processors for browser, web, worker and database together.
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: findChromium(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    // The set-up is only there until the first account exists.
    { name: 'set-up', testMatch: 'set-up.spec.ts' },
    { name: 'dashboard', testIgnore: 'set-up.spec.ts', dependencies: ['set-up'] },
  ],
})
