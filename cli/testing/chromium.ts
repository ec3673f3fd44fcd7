import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '#cli/failure.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const folders = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome', '/Applications/Google Chrome.app/Contents/MacOS']
const downloadLimitMs = 300_000

/** The browser for the end-to-end tests: null for Playwright's own, else the path of one that the system has, or gets now. */
export async function findOrInstallChromium(): Promise<string | null> {
  const own = await playwrightsOwn()
  if (existsSync(own)) return null
  return findSystems() ?? (download() && existsSync(own) ? null : installSystems())
}

async function playwrightsOwn(): Promise<string> {
  const { chromium } = await import('@playwright/test')
  return chromium.executablePath()
}

const findSystems = (): string | null => folders.flatMap(folder => names.map(name => join(folder, name))).find(isExecutable) ?? null

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function run(command: string, args: string[], timeout?: number): boolean {
  return spawnSync(command, args, { stdio: ['ignore', 2, 2], timeout }).status === 0
}

/** Fails where Playwright's download host can't be reached. */
function download(): boolean {
  console.log('Downloading Chromium for the end-to-end tests…')
  return run(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium'], downloadLimitMs)
}

function installSystems(): string {
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('Installing Chromium with apt-get…')
    run('apt-get', ['update', '-qq'])
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'])
  }
  const found = findSystems()
  if (found === null)
    throw new Failure('The end-to-end tests need Chromium, which could not be installed. Install chromium or google-chrome and try again.')
  return found
}
