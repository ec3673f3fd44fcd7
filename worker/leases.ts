import { claimPool, repeat } from '#server/db.ts'
import * as sql from '#server/lanes/sql.ts'
import { log } from '#server/log.ts'
import { applySettings, isLimited, type Lane } from '#worker/lane.ts'

export type Leasing = {
  workerId: number
  lanes: Map<string, Lane>
  create: (endpointId: string) => Lane
  leaseSeconds: number
  closeAfterMs: number
}

/** Every two seconds: renews, closes what has recovered, takes this worker's share of free lanes, lets go of what is more than that. */
export async function keepLeases({ workerId, lanes, create, leaseSeconds, closeAfterMs }: Leasing): Promise<void> {
  await renew(workerId, lanes, leaseSeconds)
  await closeRecovered(workerId, lanes, closeAfterMs)
  const share = await takeFree(workerId, lanes, create, leaseSeconds)
  await releaseLeases(workerId, lanes, excess(lanes, share))
  await countForeign([...lanes.values()].filter(lane => lane.foreign > 0))
}

async function renew(workerId: number, lanes: Map<string, Lane>, leaseSeconds: number): Promise<void> {
  if (lanes.size === 0) return
  const held = [...lanes.keys()]
  const { rows } = await claimPool.query<sql.LaneRow>({ ...sql.renewLeases, values: [workerId, held, leaseSeconds] })
  const rowOf = new Map(rows.map(row => [row.endpoint_id, row]))
  const lost = held.filter(endpointId => !rowOf.has(endpointId))
  for (const [endpointId, row] of rowOf) {
    const lane = lanes.get(endpointId)
    if (lane) applySettings(lane, row)
  }
  await releaseLeases(workerId, lanes, lost)
}

async function closeRecovered(workerId: number, lanes: Map<string, Lane>, closeAfterMs: number): Promise<void> {
  const now = performance.now()
  const recovered = [...lanes.values()].filter(lane => !isLimited(lane) && hasRecovered(lane, now, closeAfterMs))
  if (recovered.length === 0) return
  const ids = recovered.map(lane => lane.endpointId)
  const { rows } = await repeat(() => claimPool.query<{ endpoint_id: string }>({ ...sql.closeLanes, values: [workerId, ids] }))
  for (const { endpoint_id } of rows) lanes.delete(endpoint_id)
  log.info({ endpoints: ids }, 'lanes were closed')
}

const quickMs = 1_000

const hasRecovered = ({ active, foreign, emptySince, lastTookMs }: Lane, now: number, closeAfterMs: number): boolean =>
  active.count === 0 && foreign === 0 && emptySince !== null && now - emptySince >= closeAfterMs && lastTookMs < quickMs

/** Returns the even share. What an earlier owner still has in flight is counted before a lane is drained here. */
async function takeFree(workerId: number, lanes: Map<string, Lane>, create: Leasing['create'], leaseSeconds: number): Promise<number> {
  const { rows } = await claimPool.query<{ share: number } & (sql.LaneRow | { endpoint_id: null })>({
    ...sql.takeLanes,
    values: [workerId, lanes.size, leaseSeconds],
  })
  const taken = rows.filter(row => row.endpoint_id !== null).map(row => ({ row: row as sql.LaneRow, lane: create(row.endpoint_id!) }))
  await countForeign(taken.map(({ lane }) => lane))
  for (const { row, lane } of taken) {
    applySettings(lane, row)
    if (!lanes.has(lane.endpointId)) lanes.set(lane.endpointId, lane)
  }
  return rows[0]?.share ?? lanes.size
}

/** Lanes beyond the share; those that share a lease key stay together. */
function excess(lanes: Map<string, Lane>, share: number): string[] {
  const kept = new Set<string>()
  let count = 0
  const released: string[] = []
  for (const lane of lanes.values()) {
    if (count < share || kept.has(lane.leaseKey)) {
      kept.add(lane.leaseKey)
      count++
    } else released.push(lane.endpointId)
  }
  return released
}

export async function releaseLeases(workerId: number, lanes: Map<string, Lane>, endpointIds: string[]): Promise<void> {
  if (endpointIds.length === 0) return
  for (const id of endpointIds) lanes.delete(id)
  await repeat(() => claimPool.query({ ...sql.releaseLanes, values: [workerId, endpointIds] }))
}

/** What an earlier owner of a lane still has in flight counts against the window until it is done. */
async function countForeign(lanes: Lane[]): Promise<void> {
  if (lanes.length === 0) return
  const { rows } = await claimPool.query<{ endpoint_id: string; active: number }>({
    ...sql.countActive,
    values: [lanes.map(lane => lane.endpointId)],
  })
  const counts = new Map(rows.map(row => [row.endpoint_id, row.active]))
  for (const lane of lanes) lane.foreign = Math.max(0, (counts.get(lane.endpointId) ?? 0) - lane.active.count)
}
