import { start } from '#bench/machine/processes.ts'
import type { ReaderMethods } from '#bench/reader/main.ts'
import { remote } from '#bench/remote.ts'
import type { Result, Scenario } from '#bench/scenario.ts'
import { countStored, fillHistory, historyDays, type Stored } from '#bench/scenarios/history-sql.ts'
import { installPosthorn, newSecrets } from '#bench/stacks/posthorn.ts'
import { type Latencies, summarize } from '#bench/statistics.ts'

/** One application has many endpoints and much of the traffic, the others have two or three. */
const endpointCounts = [40, ...Array.from({ length: 259 }, (_, index) => 2 + (index % 2))]

/** Scenario 11: what the dashboard and the API read, with weeks of messages stored. */
export const lists: Scenario = {
  number: 11,
  name: 'lists: every list and detail of dashboard and API, with 1,000,000 messages stored',
  run: async (session, options) => {
    const messages = options.quick ? 100_000 : 1_000_000
    const database = await session.cluster.createDatabase()
    const token = await installPosthorn(database)
    const variables = { NODE_ENV: 'production', DATABASE_URL: database.url, POSTHORN_LOG_LEVEL: 'error', ...newSecrets() }
    const process = await start({ name: 'reader', script: 'bench/reader/main.ts', variables })
    const reader = remote<ReaderMethods>(process.child)
    await reader.createMerchants(token, endpointCounts)
    console.log(`  putting ${messages} messages with their deliveries and attempts into the tables …`)
    await fillHistory(database.url, messages)
    const stored = await countStored(database.client)
    const reads = await reader.prepare(token, options.quick ? 30 : 100)
    const measured: Measured[] = []
    for (const [place, read] of reads.entries()) measured.push({ ...read, ...summarize(await reader.measure(place)) })
    await process.stop()
    await database.drop()
    return report(stored, measured)
  },
}

type Measured = Latencies & { what: string; limitMs: number }

function report(stored: Stored, measured: Measured[]): Result {
  const limits = [...new Set(measured.map(({ limitMs }) => limitMs))]
  const slowestBelow = (limit: number) => measured.filter(({ limitMs }) => limitMs === limit).toSorted((a, b) => b.p99 - a.p99)[0]!
  return {
    tables: [
      { columns: ['stored', 'rows'], rows: Object.entries(stored) },
      {
        columns: [`ms, over ${historyDays} days`, 'p50', 'p95', 'p99', 'slowest', 'limit'],
        rows: measured.map(({ what, p50, p95, p99, max, limitMs }) => [what, p50, p95, p99, max, String(limitMs)]),
      },
    ],
    checks: limits
      .map(slowestBelow)
      .map(({ what, p99, limitMs }) => ({ what: `p99 of the slowest, ms (${what})`, value: p99, atMost: limitMs })),
    measured,
  }
}
