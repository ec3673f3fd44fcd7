import { weeksAhead } from '#worker/tasks/partitions.ts'
import { faultCount } from '#worker/tasks/reconcile.ts'
import { taskFailureCount } from '#worker/tasks/tasks.ts'
import type { Worker } from '#worker/worker.ts'

type Metric = { name: string; type: 'gauge' | 'counter'; help: string; read: (worker: Worker) => number | null }

/** `null` is left out: not known yet. */
const metrics: Metric[] = [
  { name: 'posthorn_worker_in_flight', type: 'gauge', help: 'Deliveries that this worker holds.', read: worker => worker.inFlight() },
  { name: 'posthorn_worker_lanes', type: 'gauge', help: 'Lanes that this worker drains.', read: worker => worker.lanes() },
  {
    name: 'posthorn_invariant_faults_total',
    type: 'counter',
    help: 'Deliveries whose job was missing or needless; must stay 0.',
    read: faultCount,
  },
  {
    name: 'posthorn_partition_weeks_ahead',
    type: 'gauge',
    help: 'Whole weeks to come that every row still has a partition for; fewer than 2 is an alarm.',
    read: weeksAhead,
  },
  { name: 'posthorn_task_failures_total', type: 'counter', help: 'Runs of housekeeping tasks that failed.', read: taskFailureCount },
  {
    name: 'process_resident_memory_bytes',
    type: 'gauge',
    help: 'Resident memory size in bytes.',
    read: () => process.memoryUsage.rss(),
  },
]

/** In Prometheus' text format. */
export const metricsText = (worker: Worker): string =>
  metrics
    .map(({ name, type, help, read }) => ({ name, type, help, value: read(worker) }))
    .filter(({ value }) => value !== null)
    .map(({ name, type, help, value }) => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${name} ${value}\n`)
    .join('')
