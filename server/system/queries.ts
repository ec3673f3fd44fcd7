import { demand } from '#server/auth/permissions.ts'
import type { Context } from '#server/context.ts'
import { pool } from '#server/db.ts'
import { readWeeksAhead } from '#server/partitions/sql.ts'
import type { System, WeekView } from '#server/system/schema.ts'
import {
  type FindingRow,
  type IngestRow,
  maxCounted,
  maxIngested,
  type QueueRow,
  readFindings,
  readIngest,
  readLanes,
  readQueues,
  readSizes,
  readWorkers,
  type SizeRow,
  type WorkerRow,
} from '#server/system/sql.ts'
import { version } from '#server/version.ts'

/** Nothing large is counted: what is due is read along an index up to a limit, the rest is estimated. @throws AppError insufficient_access */
export async function getSystem({ actor }: Context): Promise<System> {
  demand(actor, 'viewSystem')
  const [workers, queues, lanes, ingest, sizes, ahead, findings] = await Promise.all([
    pool.query<WorkerRow>(readWorkers),
    pool.query<QueueRow>(readQueues),
    pool.query<System['lanes'][number]>(readLanes),
    pool.query<IngestRow>(readIngest),
    pool.query<SizeRow>(readSizes),
    pool.query<{ weeks_ahead: number }>(readWeeksAhead),
    pool.query<FindingRow>(readFindings),
  ])
  const { now, postgres, database_bytes, ingested } = ingest.rows[0]!
  return {
    now,
    versions: { posthorn: version, node: process.versions.node, postgres: postgres.split(' ')[0]! },
    workers: workers.rows.map(row => ({
      id: row.id,
      name: row.name,
      version: row.version,
      inFlight: row.in_flight,
      startedAt: row.started_at,
      seenAt: row.seen_at,
      alive: row.alive,
    })),
    queues: queues.rows.map(({ name, due, oldest_due_seconds, about }) => ({
      name,
      due,
      more: due >= maxCounted,
      oldestDueSeconds: oldest_due_seconds,
      about: Math.max(about, due),
    })),
    lanes: lanes.rows,
    ingest: { perMinute: ingested, more: ingested >= maxIngested },
    databaseBytes: database_bytes,
    weeks: toWeeks(sizes.rows),
    others: sizes.rows.filter(row => row.week === null).map(({ parent, bytes }) => ({ name: parent, bytes })),
    weeksAhead: ahead.rows[0]!.weeks_ahead,
    findings: findings.rows.map(row => ({ foundAt: row.found_at, withoutJob: row.without_job, withNeedlessJob: row.with_needless_job })),
  }
}

function toWeeks(rows: SizeRow[]): WeekView[] {
  const weeks = new Map<number, WeekView>()
  for (const { parent, week, starts_at, bytes } of rows) {
    if (week === null || starts_at === null) continue
    const row = weeks.get(week) ?? { week, startsAt: starts_at, message: 0, delivery: 0, attempt: 0, payload: 0 }
    weeks.set(week, { ...row, [parent]: bytes })
  }
  return [...weeks.values()]
}
