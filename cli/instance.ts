import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DataDirectory } from '#cli/data-directory.ts'
import { readJson, writePrivateJson } from '#cli/files.ts'

/** The one supervisor that owns a data directory and the database in it. A killed one's entry names a process that is gone. */
export type Instance = { pid: number; startedAt: string; url: string }

const file = (directory: DataDirectory) => join(directory.path, 'instance.json')

export function runningInstance(directory: DataDirectory): Instance | null {
  const known = readJson<Instance>(file(directory))
  return known && known.startedAt !== '' && startOf(known.pid) === known.startedAt ? known : null
}

/** Whether there is an entry: without a running instance, of one that was killed. */
export const leftInstance = (directory: DataDirectory): boolean => existsSync(file(directory))

export function claimInstance(directory: DataDirectory, url: string): void {
  writePrivateJson(file(directory), { pid: process.pid, startedAt: startOf(process.pid), url } satisfies Instance)
}

export const releaseInstance = (directory: DataDirectory): void => rmSync(file(directory), { force: true })

/** When a process began: process numbers are used again, and in a container always the same few. Empty when there is none. */
function startOf(pid: number): string {
  try {
    // The command name, in parentheses, may hold blanks; the start is field 22, in ticks since the boot.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    if (fields[0] === 'Z') return '' // dead, and whoever started it has not asked for its exit code
    const boot = /^btime (\d+)/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1]
    return `${boot} ${fields[19]}`
  } catch {
    const listed = spawnSync('ps', ['-p', String(pid), '-o', 'lstart='], { encoding: 'utf8' })
    return listed.stdout?.trim() ?? ''
  }
}
