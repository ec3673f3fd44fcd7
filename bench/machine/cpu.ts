import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** CPU time as Linux accounts it; elsewhere it is not measured. */
const canMeasureCpu = process.platform === 'linux'

const ticksPerSecond = canMeasureCpu ? Number(spawnSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }).stdout) || 100 : 100

type Times = { parent: number; own: number; reaped: number }

/** Seconds of the process itself, and of its children that have ended and were waited for. Null when it is gone. */
function timesOf(pid: number): Times | null {
  try {
    // The command name, in parentheses, may hold blanks. The first field after it is the state, field 3 in proc(5).
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    const seconds = (field: number) => Number(fields[field - 3]) / ticksPerSecond
    return { parent: Number(fields[1]), own: seconds(14) + seconds(15), reaped: seconds(16) + seconds(17) }
  } catch {
    return null
  }
}

export function cpuSeconds(pid: number): number {
  return canMeasureCpu ? (timesOf(pid)?.own ?? Number.NaN) : Number.NaN
}

/** Of a server and all its backends, those that have ended included. */
export function cpuSecondsOfTree(pid: number): number {
  const root = canMeasureCpu && timesOf(pid)
  if (!root) return Number.NaN
  return childrenOf(pid).reduce((sum, child) => sum + (timesOf(child)?.own ?? 0), root.own + root.reaped)
}

export const childrenOf = (pid: number): number[] =>
  readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(child => timesOf(child)?.parent === pid)
