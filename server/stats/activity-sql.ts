import { outcomesByStep } from '#server/stats/steps-sql.ts'

const ofEndpoints = (table: string, time: string, also = '') => `
  select x.* from endpoint e cross join lateral (
    select ${time} as at, outcome, bucket, count::bigint as count from ${table}
    where endpoint_id = e.id and ${time} >= (select since from span) ${also}) x
  where e.application_id = $1::uuid`

const sources = {
  minute: ofEndpoints('delivery_stat', 'minute'),
  /** Rolled-up rows, and the minutes that are not in them yet. */
  hour: `${ofEndpoints('delivery_stat_hour', 'hour')}
  union all ${ofEndpoints('delivery_stat', 'minute', 'and minute >= stat_rolled_up_to()')}`,
}

/** What came of an application's attempts, along the index of each endpoint. $1 application, see `outcomesByStep` */
export const readActivity = (source: keyof typeof sources) => ({
  name: `read-activity-by-${source}`,
  text: outcomesByStep(sources[source]),
})
