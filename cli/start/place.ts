import { setTimeout as wait } from 'node:timers/promises'
import { type DataDirectory, openDataDirectory } from '#cli/data-directory.ts'
import { Failure } from '#cli/failure.ts'
import { claimInstance, leftInstance, releaseInstance, runningInstance } from '#cli/instance.ts'
import { holderOf, portState } from '#cli/ports.ts'
import type { Lifetime } from '#cli/start/lifetime.ts'
import type { Config } from '#server/config.ts'

export type Home = {
  directory: DataDirectory
  /** The start before this one ended without a word; what it had started may take a moment to notice. */
  wasKilled: boolean
}

const orphanLimitMs = 30_000

/** The data directory, for this run alone. */
export async function claimHome(config: Config, lifetime: Lifetime): Promise<Home> {
  const directory = openDataDirectory(config.dataDir)
  const running = runningInstance(directory)
  if (running)
    throw new Failure(
      `Posthorn runs on ${directory.path} already: ${running.url} (process ${running.pid}). Stop it, or give this one POSTHORN_DATA_DIR and --port of its own.`,
    )
  const wasKilled = leftInstance(directory)
  claimInstance(directory, config.url)
  lifetime.onEnd(async () => releaseInstance(directory))
  return { directory, wasKilled }
}

/** Beside a database of its own, secrets are never made up: the next start, or another machine, would make up others. */
export function demandSecrets({ secret, encryptionKeys }: Config): void {
  const missing = [secret === null ? 'POSTHORN_SECRET' : null, encryptionKeys === null ? 'POSTHORN_ENCRYPTION_KEYS' : null]
  const names = missing.filter(name => name !== null).join(' and ')
  if (names !== '')
    throw new Failure(`With DATABASE_URL, set ${names} too: openssl rand -base64 32 makes one. Keep it with your other secrets.`)
}

/** `mayComeFree`: what holds it may be a killed start's, and end in a moment. */
export async function demandPort(port: number, mayComeFree: boolean, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + (mayComeFree ? orphanLimitMs : 0)
  let state = await portState(port)
  while (state === 'taken' && performance.now() < deadline) {
    await wait(100, undefined, { signal })
    state = await portState(port)
  }
  if (state === 'free') return
  if (state === 'forbidden') throw new Failure(`Port ${port} needs rights that this user lacks; choose one above 1023 with --port.`)
  const holder = holderOf(port)
  throw new Failure(
    `Port ${port} is taken${holder ? ` by process ${holder.pid} (${holder.command.slice(0, 80)})` : ''}. Stop that, or choose another: npm start -- --port ${port + 10}`,
  )
}
