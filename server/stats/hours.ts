import { pool } from '#server/db.ts'
import type { Hour } from '#server/stats/hours-schema.ts'
import { type HourRow, readHoursOfApplications, readHoursOfEndpoints } from '#server/stats/hours-sql.ts'

const statements = { application: readHoursOfApplications, endpoint: readHoursOfEndpoints }

/** The last 24 hours of each, oldest first, the last one running. The ids were found in the caller's Context. */
export async function readHours(of: keyof typeof statements, ids: readonly string[]): Promise<(id: string) => Hour[]> {
  const { rows } = await pool.query<HourRow>({ ...statements[of], values: [ids] })
  return id => {
    const hours = Array.from({ length: 24 }, () => ({ delivered: 0, attempted: 0 }))
    for (const { key, index, delivered, attempted } of rows) if (key === id) hours[index] = { delivered, attempted }
    return hours
  }
}
