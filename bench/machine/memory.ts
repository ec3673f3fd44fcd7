import { readFileSync } from 'node:fs'
import { childrenOf } from '#bench/machine/cpu.ts'

const mebibyte = 1024 // the files count in KiB

function readKib(path: string, name: string): number {
  try {
    return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(path, 'utf8'))?.[1] ?? Number.NaN)
  } catch {
    return Number.NaN
  }
}

/** MiB; NaN where the system does not say. */
export const residentMib = (pid: number): number => readKib(`/proc/${pid}/status`, 'VmRSS') / mebibyte
/** The most since the process began. */
export const peakResidentMib = (pid: number): number => readKib(`/proc/${pid}/status`, 'VmHWM') / mebibyte

/** Of a server and its backends, which share most of their memory: each page is divided among those that have it (Pss). */
export const sharedMibOfTree = (pid: number): number =>
  [pid, ...childrenOf(pid)].reduce((sum, each) => sum + (readKib(`/proc/${each}/smaps_rollup`, 'Pss') / mebibyte || 0), 0)
