import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const readyLimitMs = 30_000
const stopLimitMs = 30_000
const keptLogLines = 40

type Ready = { kind: 'ready'; healthPort?: number }

/** A process of ours that can be killed and started again. What it says is kept for the case that the run fails. */
export type Program = {
  name: string
  pid: () => number
  /** What it said when it was ready. */
  ready: () => Ready
  isRunning: () => boolean
  start: () => Promise<void>
  kill: (signal?: NodeJS.Signals) => Promise<void>
  /** SIGTERM; SIGKILL when that does not end it in time. */
  stop: () => Promise<void>
  /** Called when it ends without having been told to. */
  onDeath: (listener: () => void) => void
  send: (message: object) => void
  onMessage: (listener: (message: unknown) => void) => void
  lastWords: () => string[]
}

const all = new Set<ChildProcess>()

/** Nothing may outlive the run, however it ends. */
export function killAll(): void {
  for (const child of all) child.kill('SIGKILL')
}

export function createProgram(name: string, args: string[], variables: Record<string, string>): Program {
  let child: ChildProcess | null = null
  let ready: Ready | null = null
  const lines: string[] = []
  const listeners = new Set<(message: unknown) => void>()
  const mourners = new Set<() => void>()
  let expected = false

  const keep = (text: string) => {
    lines.push(...text.split('\n').filter(line => line !== ''))
    lines.splice(0, lines.length - keptLogLines)
  }

  const start = async (): Promise<void> => {
    expected = false
    const made = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...variables },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    all.add(made)
    child = made
    for (const stream of [made.stdout, made.stderr]) stream?.setEncoding('utf8').on('data', keep)
    made.on('message', message => {
      for (const listener of listeners) listener(message)
    })
    made.once('exit', (code, signal) => {
      all.delete(made)
      keep(`${name} ended: ${signal ?? code}`)
      if (!expected) for (const listener of mourners) listener()
    })
    const limit = AbortSignal.timeout(readyLimitMs)
    for (;;) {
      const [message] = await Promise.race([once(made, 'message', { signal: limit }), once(made, 'exit').then(() => [null])])
      if (message === null) throw new Error(`${name} ended before it was ready:\n${lines.join('\n')}`)
      if (!isReady(message)) continue
      ready = message
      return
    }
  }

  const isRunning = () => child !== null && child.exitCode === null && child.signalCode === null
  const kill = async (signal: NodeJS.Signals = 'SIGKILL'): Promise<void> => {
    if (!child || !isRunning()) return
    expected = true
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }

  const stop = async (): Promise<void> => {
    const late = setTimeout(() => child?.kill('SIGKILL'), stopLimitMs)
    await kill('SIGTERM')
    clearTimeout(late)
  }

  return {
    name,
    pid: () => child?.pid ?? 0,
    ready: () => ready ?? { kind: 'ready' },
    isRunning,
    start,
    kill,
    stop,
    onDeath: listener => void mourners.add(listener),
    send: message => child?.send(message),
    onMessage: listener => void listeners.add(listener),
    lastWords: () => lines,
  }
}

const isReady = (message: unknown): message is Ready =>
  typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'ready'
