import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { childEnvironment } from '#cli/child-environment.ts'
import { Failure } from '#cli/failure.ts'
import { readableLine } from '#cli/log-line.ts'
import { nodeOptions } from '#cli/node-options.ts'

export type Program = {
  name: string
  /** Of this repository, and its arguments. */
  args: [script: string, ...rest: string[]]
  variables: Record<string, string>
  /** Its log as it is, instead of its warnings in words. */
  raw?: boolean
  /** Sent when it runs, so that nothing secret is in its arguments or environment. */
  greeting?: unknown
  onMessage?: (message: unknown) => void
}

export type Supervised = {
  /** Resolves when the program has said `{kind: 'ready'}`; rejects when it keeps dying before it ever has. */
  ready: Promise<void>
  /** Ends it and lets it start anew at once, as after a change of its code. */
  restart: () => void
  /** SIGTERM, time to drain, then SIGKILL. */
  stop: () => Promise<void>
  kill: () => void
}

const root = fileURLToPath(new URL('../', import.meta.url))
const drainLimitMs = 35_000 // programs allow themselves 30 s
const steadyMs = 30_000
const startLimit = 4

/** 0.5 s after the first death, then twice as long each time, 30 s at most. */
export const restartDelayMs = (deaths: number): number => Math.min(500 * 2 ** (deaths - 1), 30_000)

/** Runs a program for as long as we run: when it dies it is started again, and said. */
export function supervise(program: Program, say: (text: string) => void, delayMs = restartDelayMs): Supervised {
  const stopping = new AbortController()
  const ready = Promise.withResolvers<void>()
  ready.promise.catch(() => {}) // nobody may be waiting any more
  let child: ChildProcess
  let isReady = false
  let asked = false

  const onMessage = (message: unknown) => {
    if (isReadyMessage(message)) {
      isReady = true
      ready.resolve()
    } else program.onMessage?.(message)
  }

  const keep = async () => {
    for (let deaths = 0; ; ) {
      const bornAt = performance.now()
      child = launch(program, onMessage, say)
      const reason = await exitOf(child)
      if (stopping.signal.aborted) return
      if (asked) {
        asked = false
        continue
      }
      deaths = performance.now() - bornAt > steadyMs ? 1 : deaths + 1
      if (!isReady && deaths >= startLimit) ready.reject(new Failure(`${program.name} can’t start (${reason}); what it said is above.`))
      const pauseMs = delayMs(deaths)
      say(`${program.name} ${reason}; it is started again in ${pauseMs / 1000} s.`)
      await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => {})
      if (stopping.signal.aborted) return
    }
  }
  const done = keep()

  const restart = () => {
    asked = true
    child.kill('SIGTERM')
  }
  const stop = async () => {
    stopping.abort()
    child.kill('SIGTERM')
    const late = setTimeout(() => {
      say(`${program.name} did not end within ${drainLimitMs / 1000} s and was killed.`)
      child.kill('SIGKILL')
    }, drainLimitMs)
    await done
    clearTimeout(late)
  }
  return { ready: ready.promise, restart, stop, kill: () => child.kill('SIGKILL') }
}

/**
 * In a session of its own, so that Ctrl-C reaches only us, and we decide who ends when. If we are killed, the closed channel tells it:
 * each program drains on `disconnect` as on SIGTERM.
 */
function launch(program: Program, onMessage: (message: unknown) => void, say: (text: string) => void): ChildProcess {
  const child = spawn(process.execPath, [...nodeOptions, ...program.args], {
    cwd: root,
    env: childEnvironment(program.variables),
    stdio: ['ignore', program.raw ? 'inherit' : 'pipe', 'inherit', 'ipc'],
    detached: true,
  })
  child.on('message', onMessage)
  if (child.stdout) sayWarnings(program.name, child.stdout, say)
  if (program.greeting !== undefined) child.send(program.greeting as object, () => {}) // an early death is told by its exit
  return child
}

/** Every connection of a pool breaks with the same words: said once. */
function sayWarnings(name: string, log: Readable, say: (text: string) => void): void {
  let last: string | null = null
  createInterface(log).on('line', line => {
    const text = readableLine(name, line)
    if (text !== null && text !== last) say(text)
    last = text ?? last
  })
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise(resolve => {
    child.on('error', error => resolve(`could not run (${error.message})`))
    child.on('exit', (code, signal) => resolve(signal ? `was ended by ${signal}` : `ended with code ${code}`))
  })
}

const isReadyMessage = (message: unknown) =>
  typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'ready'
