import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'

export type PortState = 'free' | 'taken' | 'forbidden'

/** Asked by listening, as the process that will use it does: on every address (web) or on 127.0.0.1. */
export function portState(port: number, host?: '127.0.0.1'): Promise<PortState> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EACCES' ? 'forbidden' : 'taken'))
    server.listen({ port, host }, () => server.close(() => resolve('free')))
  })
}

/** The wanted port of 127.0.0.1, or the next free one. */
export async function nextFreePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + 100; port++) if ((await portState(port, '127.0.0.1')) === 'free') return port
  throw new Error(`none of the ports ${wanted} to ${wanted + 99} is free`)
}

export type Holder = { pid: number; command: string }

/** Who listens on a port, where the system lets us know: on Linux, and for processes of our own user. */
export function holderOf(port: number): Holder | null {
  try {
    const inodes = new Set(['tcp', 'tcp6'].flatMap(table => listeningInodes(table, port)))
    for (const entry of readdirSync('/proc'))
      if (/^\d+$/.test(entry) && hasSocket(entry, inodes)) {
        const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0').join(' ').trim()
        return { pid: Number(entry), command }
      }
  } catch {
    // no /proc
  }
  return null
}

const listen = '0A' // the state's code in /proc/net/tcp

function listeningInodes(table: string, port: number): string[] {
  const rows = readFileSync(`/proc/net/${table}`, 'utf8').split('\n').slice(1)
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0')
  return rows
    .map(row => row.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(`:${hexPort}`) && state === listen)
    .map(columns => columns[9] ?? '')
}

function hasSocket(pid: string, inodes: Set<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some(fd => {
      const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1]
      return inode !== undefined && inodes.has(inode)
    })
  } catch {
    return false // another user's process, or one that has just ended
  }
}
