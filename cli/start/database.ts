import { setTimeout as wait } from 'node:timers/promises'
import type { DataDirectory } from '#cli/data-directory.ts'
import { type EmbeddedDatabase, startEmbedded } from '#cli/embedded-database.ts'
import { openLocalDatabase } from '#cli/local-database.ts'
import type { Lifetime } from '#cli/start/lifetime.ts'
import { restartDelayMs } from '#cli/supervise.ts'

/** The embedded database for as long as the run lasts; when it dies it is started again on the same port, where web and worker look for it. */
export async function keepDatabase(directory: DataDirectory, lifetime: Lifetime, say: (text: string) => void): Promise<EmbeddedDatabase> {
  const first = await openLocalDatabase(directory)
  let current = first
  lifetime.onEnd(() => current.stop())
  const keep = async () => {
    while (true) {
      const reason = await current.exited
      if (lifetime.signal.aborted) return
      say(`The database ${reason}; it is started again.`)
      current = await restart(directory, Number(new URL(first.url).port), lifetime, say)
    }
  }
  keep().catch(error => {
    if (!lifetime.signal.aborted) throw error
  })
  return first
}

async function restart(directory: DataDirectory, port: number, lifetime: Lifetime, say: (text: string) => void): Promise<EmbeddedDatabase> {
  for (let deaths = 1; ; deaths++) {
    try {
      return await startEmbedded({ dir: directory.database, port, password: directory.secrets.databasePassword })
    } catch (error) {
      const delayMs = restartDelayMs(deaths)
      say(`${error instanceof Error ? error.message : error} Another try follows in ${delayMs / 1000} s.`)
      await wait(delayMs, undefined, { signal: lifetime.signal })
    }
  }
}
