import { errorClassCode } from '#server/attempts/error-class.ts'
import type { Queryable } from '#server/db.ts'
import { extendUptime, type JudgedFailing, judgeFailing } from '#server/endpoints/failing-sql.ts'
import { formatId } from '#server/ids.ts'
import { log } from '#server/log.ts'

/** Warns about endpoints that have been failing for days, and disables them in the end. All that it knows is in the tables. */
export async function watchFailingEndpoints(db: Queryable): Promise<void> {
  await db.query(extendUptime)
  const { rows } = await db.query<JudgedFailing>({ ...judgeFailing, values: [errorClassCode('internal')] })
  for (const { id, days } of rows)
    log.info(
      { endpoint: formatId('endpoint', id), days },
      days === 5 ? 'an endpoint was disabled: it failed for days' : 'an endpoint fails',
    )
}
