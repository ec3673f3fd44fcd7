import { getHealth } from '#server/health/queries.ts'
import { once } from '#server/process.ts'
import { droppedRefusalCount } from '#server/request-log/keep.ts'

type Series = { help: string; type: 'counter' | 'gauge'; values: ReadonlyMap<string, number> }

/** Requests by operation and status, since the process began. */
const requests = () => once('request counts', () => new Map<string, number>())

export function countRequest(operation: string, status: number): void {
  const labels = `operation="${operation}",status="${status}"`
  requests().set(labels, (requests().get(labels) ?? 0) + 1)
}

const single = (value: number) => new Map([['', value]])

/** Prometheus's text format, version 0.0.4. */
export async function renderMetrics(): Promise<string> {
  const health = await getHealth()
  const accepted = requests().get('operation="v1.message.create",status="202"') ?? 0
  const series: Record<string, Series> = {
    posthorn_http_requests_total: { help: 'Requests of the API by operation and status.', type: 'counter', values: requests() },
    posthorn_messages_accepted_total: { help: 'Messages answered with 202.', type: 'counter', values: single(accepted) },
    posthorn_workers: { help: 'Workers seen in the last 30 seconds.', type: 'gauge', values: single(health.workerCount) },
    posthorn_oldest_due_seconds: {
      help: 'How long the oldest due first attempt has waited.',
      type: 'gauge',
      values: single(health.oldestDueSeconds),
    },
    posthorn_request_log_dropped_total: {
      help: 'Refused requests that are not in the request log: there were too many, or the database was away.',
      type: 'counter',
      values: single(droppedRefusalCount()),
    },
    process_resident_memory_bytes: { help: 'Resident memory.', type: 'gauge', values: single(process.memoryUsage.rss()) },
  }
  return Object.entries(series)
    .map(([name, { help, type, values }]) => {
      const lines = [...values].map(([labels, value]) => `${name}${labels && `{${labels}}`} ${value}\n`)
      return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`
    })
    .join('')
}
