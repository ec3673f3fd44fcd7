import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { childEnvironment } from '#cli/child-environment.ts'
import { Failure } from '#cli/failure.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const stamp = join(root, '.next', 'posthorn-inputs')

/** What `next build` reads. The generated database client follows from prisma/schema.prisma, as the packages do from the lock. */
const inputs = ['app', 'components', 'embed', 'public', 'server', 'prisma/schema.prisma', 'package-lock.json', 'tsconfig.json', 'proxy.ts']
const configs = ['next.config.mjs', 'postcss.config.mjs']
const derived = join(root, 'server', 'generated')

function hashOfInputs(): string {
  const hash = createHash('sha256').update(process.version)
  for (const input of [...inputs, ...configs]) addTo(hash, join(root, input))
  return hash.digest('hex')
}

function addTo(hash: ReturnType<typeof createHash>, path: string): void {
  if (path === derived || !existsSync(path)) return
  const entries = entriesOf(path)
  if (entries === null) hash.update(`${path.slice(root.length)}\0`).update(readFileSync(path))
  else for (const entry of entries) addTo(hash, join(path, entry))
}

/** Null for a file. */
function entriesOf(path: string): string[] | null {
  try {
    return readdirSync(path).sort()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return null
    throw error
  }
}

/** Whether the build is of what the files say now: by content, because a checkout sets times as it likes. */
export const isBuilt = (): boolean =>
  existsSync(join(root, '.next', 'BUILD_ID')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hashOfInputs()

/** Builds dashboard and portal; what `next build` says is shown only when it fails. */
export async function buildWeb(variables: Record<string, string>, signal: AbortSignal): Promise<void> {
  const inputsHash = hashOfInputs() // of before: a file that is changed meanwhile makes the next start build again
  rmSync(stamp, { force: true })
  for (const deadline = Date.now() + otherBuildLimitMs; ; ) {
    const { succeeded, output } = await runBuild(variables, signal)
    if (succeeded) break
    if (!otherBuild.test(output) || Date.now() > deadline)
      throw new Failure(`${output.trim()}\n\nThe dashboard could not be built; what \`next build\` said is above.`)
    await wait(1_000, undefined, { signal })
  }
  writeFileSync(stamp, inputsHash)
}

// A killed start leaves its build running, and two starts may build at once: the second waits for its turn.
const otherBuild = /Another next build process is already running/
const otherBuildLimitMs = 180_000

async function runBuild(variables: Record<string, string>, signal: AbortSignal): Promise<{ succeeded: boolean; output: string }> {
  const child = spawn(process.execPath, [join(root, 'node_modules/next/dist/bin/next'), 'build'], {
    cwd: root,
    env: childEnvironment({ ...variables, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    signal,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  return { succeeded: code === 0, output }
}
