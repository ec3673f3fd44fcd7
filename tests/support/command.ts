import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { until } from '#tests/support/until.ts'

const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url))

/** Without a database of its own: the embedded one, with secrets that are generated. An empty variable counts as none. */
export const embedded = {
  DATABASE_URL: '',
  POSTHORN_SECRET: '',
  POSTHORN_ENCRYPTION_KEYS: '',
  POSTHORN_ALLOW_SUBNETS: '',
  POSTHORN_LOG_LEVEL: '',
}

export type Command = {
  pid: number
  /** What it has written so far. */
  stdout: () => string
  stderr: () => string
  /** Waits until it has written something on standard output. */
  said: (pattern: RegExp, withinMs?: number) => Promise<RegExpMatchArray>
  signal: (name: NodeJS.Signals) => void
  exited: Promise<number | null>
}

/** Starts `posthorn` with the test's variables and these. */
export function startCommand(args: string[], variables: Record<string, string> = {}): Command {
  const child = spawn(process.execPath, [main, ...args], { env: { ...process.env, ...variables }, stdio: ['ignore', 'pipe', 'pipe'] })
  const written = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] += text
    })
  const exited = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => resolve(code))
  })
  const said = (pattern: RegExp, withinMs?: number) =>
    until(
      `posthorn ${args.join(' ')} says ${pattern}`,
      () => {
        if (child.exitCode !== null) throw new Error(`it ended with code ${child.exitCode}: ${written.stdout}${written.stderr}`)
        return written.stdout.match(pattern)
      },
      withinMs,
    )
  return {
    pid: child.pid ?? 0,
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    said,
    signal: name => child.kill(name),
    exited,
  }
}

export type Finished = { code: number | null; stdout: string; stderr: string }

/** Runs `posthorn` to its end. */
export async function runCommand(args: string[], variables: Record<string, string> = {}): Promise<Finished> {
  const command = startCommand(args, variables)
  const code = await command.exited
  return { code, stdout: command.stdout(), stderr: command.stderr() }
}
