import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { onEnd } from '#bench/machine/endings.ts'

export type Running = { name: string; pid: number; child: ChildProcess; stop: () => Promise<void> }

export type Program = {
  name: string
  /** In this repository. */
  script: string
  variables?: Record<string, string>
  nodeOptions?: readonly string[]
}

const root = fileURLToPath(new URL('../../', import.meta.url))
const readyLimitMs = 60_000
const drainLimitMs = 35_000

/** Starts a program of this repository and waits until it says `{kind: 'ready'}`. It writes where we write. */
export async function start({ name, script, variables = {}, nodeOptions = [] }: Program): Promise<Running> {
  const child = spawn(process.execPath, [...nodeOptions, script], {
    cwd: root,
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced', // JSON would turn NaN into null
    detached: true, // Ctrl-C reaches only us: we end them in order
  })
  const exited = once(child, 'exit')
  const kill = () => void child.kill('SIGKILL')
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    const late = setTimeout(kill, drainLimitMs)
    await exited
    clearTimeout(late)
  }
  onEnd(stop, kill)
  await ready(name, child, exited)
  return { name, pid: child.pid!, child, stop }
}

async function ready(name: string, child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  const limit = new AbortController()
  const said = new Promise<void>(resolve =>
    child.on('message', (message: { kind?: string }) => {
      if (message.kind === 'ready') resolve()
    }),
  )
  const fail = (reason: string) => Promise.reject(new Error(`${name} ${reason}`))
  try {
    await Promise.race([
      said,
      exited.then(() => fail('ended before it was ready; what it said is above')),
      wait(readyLimitMs, undefined, { signal: limit.signal }).then(() => fail('was not ready in time')),
    ])
  } finally {
    limit.abort()
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
