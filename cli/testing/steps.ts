import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { childEnvironment } from '#cli/child-environment.ts'
import { readJson } from '#cli/files.ts'
import { findOrInstallChromium } from '#cli/testing/chromium.ts'
import { atLeastOneFailed, type Counts, fromPlaywright, fromVitest, none, single } from '#cli/testing/counts.ts'
import { buildWeb, isBuilt } from '#cli/web-build.ts'

export type Step = { name: string; run: () => Promise<Counts> }

const root = fileURLToPath(new URL('../../', import.meta.url))
const tools = {
  biome: 'node_modules/@biomejs/biome/bin/biome',
  knip: 'node_modules/knip/bin/knip.js',
  next: 'node_modules/next/dist/bin/next',
  tsc: 'node_modules/typescript/bin/tsc',
  vitest: 'node_modules/vitest/vitest.mjs',
  playwright: 'node_modules/@playwright/test/cli.js',
}

/** Cheapest first, so that a slip is told within seconds. */
export const steps: Step[] = [
  { name: 'format and lint', run: async () => single(await succeeds([tools.biome, 'check', '.'])) },
  { name: 'dead code', run: async () => single(await succeeds([tools.knip])) },
  // Next writes declarations (next-env.d.ts) that a fresh clone does not have.
  { name: 'types', run: async () => single((await succeeds([tools.next, 'typegen'])) && (await succeeds([tools.tsc, '--noEmit']))) },
  // The tests of `posthorn start` and those in a browser need it.
  { name: 'build', run: build },
  { name: 'unit and integration', run: unit },
  { name: 'end to end', run: endToEnd },
  { name: 'chaos, short', run: chaos },
]

/** Runs a tool with our own Node. */
function succeeds(args: string[], variables: Record<string, string> = {}): Promise<boolean> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: childEnvironment(variables) })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => resolve(code === 0))
  })
}

/** Runs a test runner that writes its report as JSON, and counts. Without a report it failed before its first test. */
async function counted<R>(count: (report: R) => Counts, run: (reportFile: string) => Promise<boolean>): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-report-'))
  try {
    const file = join(folder, 'report.json')
    const succeeded = await run(file)
    const report = readJson<R>(file)
    return atLeastOneFailed(report ? count(report) : none, succeeded && report !== null)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function build(): Promise<Counts> {
  if (!isBuilt()) await buildWeb({}, new AbortController().signal)
  return single(true)
}

function unit(): Promise<Counts> {
  const args = (file: string) => [tools.vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  return counted(fromVitest, file => succeeds(args(file)))
}

async function endToEnd(): Promise<Counts> {
  if (!existsSync(join(root, 'tests/e2e'))) return none
  const chromium = await findOrInstallChromium()
  const browser: Record<string, string> = chromium === null ? {} : { CHROMIUM_PATH: chromium }
  return counted(fromPlaywright, file =>
    succeeds([tools.playwright, 'test', '--reporter=list,json'], { ...browser, PLAYWRIGHT_JSON_OUTPUT_NAME: file }),
  )
}

async function chaos(): Promise<Counts> {
  if (!existsSync(join(root, 'tests/chaos/main.ts'))) return none
  return single(await succeeds(['tests/chaos/main.ts', '--short']))
}
