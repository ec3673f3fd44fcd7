import { cpus, loadavg, release, totalmem, type } from 'node:os'

export type Machine = { cpu: string; cores: number; memoryGib: number; system: string; node: string; postgres: string; loadBefore: number }

export function describeMachine(postgresVersion: string): Machine {
  const processors = cpus()
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    postgres: postgresVersion,
    // Neighbours that were busy before we began make every figure below worse.
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  }
}
