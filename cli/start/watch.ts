import { watch } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Lifetime } from '#cli/start/lifetime.ts'
import type { Supervised } from '#cli/supervise.ts'

const settleMs = 200 // an editor or a checkout writes several files

/** `--dev`: restarts the programs that run a folder's code when it changes. Pages are Next's to reload. */
export function watchCode(programsOf: Record<'server' | 'worker', Supervised[]>, lifetime: Lifetime): void {
  for (const [folder, programs] of Object.entries(programsOf)) {
    let timer: NodeJS.Timeout | undefined
    const path = fileURLToPath(new URL(`../../${folder}/`, import.meta.url))
    watch(path, { recursive: true, signal: lifetime.signal }, () => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        if (!lifetime.signal.aborted) for (const program of programs) program.restart()
      }, settleMs)
    })
  }
}
