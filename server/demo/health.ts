import type { DemoEndpoint } from '#server/demo/cast.ts'

/** Times in seconds since 1970, as `record-sql.ts` would have noted them while the attempts were made. */
export type HealthRow = {
  endpoint_id: string
  failing_since: number | null
  first_success_at: number | null
  failed_from: number | null
  recovered_at: number | null
  warned_days: number
  disabled_at: number | null
  revised_at: number | null
}

type Watched = { endpoint: DemoEndpoint; id: string }
type Seen = { id: string; endpoint_id: string; error: number; ended_at: number }

/** So many failures in a row are no chance any more; see `endpoint_fails` in the migrations. */
const failingAfter = 5

/** The health of an endpoint after its attempts, in the order in which they ended. */
export function watchHealth({ endpoint, id }: Watched, attempts: readonly Seen[], nowMs: number): HealthRow {
  const ago = (minutes: number | null) => (minutes === null ? null : nowMs / 1_000 - minutes * 60)
  const row: HealthRow = {
    endpoint_id: id,
    failing_since: null,
    first_success_at: null,
    failed_from: null,
    recovered_at: null,
    warned_days: endpoint.warnedDays,
    disabled_at: ago(endpoint.disabled),
    revised_at: ago(endpoint.secretRotated),
  }
  let failures = 0
  for (const { error, ended_at } of attempts.filter(each => each.endpoint_id === id).toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    if (error > 0) {
      row.failing_since ??= ended_at
      failures++
      continue
    }
    row.first_success_at ??= ended_at
    if (failures >= failingAfter) Object.assign(row, { failed_from: row.failing_since, recovered_at: ended_at })
    row.failing_since = null
    failures = 0
  }
  return row
}
