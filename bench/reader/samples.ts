import { drawSamples } from '#bench/reader/samples-sql.ts'
import { formatId } from '#server/ids.ts'

/** A delivery of the history as its addresses and lists have it. `key`: its place in a list of deliveries. */
export type Sample = {
  application: string
  endpoint: string
  message: string
  key: string
  eventId: string
  eventType: string
  attempt: string
  number: number
}

export async function readSamples(kind: 'any' | 'failed', count: number): Promise<Sample[]> {
  const rows = await drawSamples(kind, count)
  return rows.map(row => {
    const [message, endpoint] = [formatId('message', row.message_id), formatId('endpoint', row.endpoint_id)]
    return {
      application: formatId('application', row.application_id),
      endpoint,
      message,
      key: `${message}.${endpoint}`,
      eventId: row.event_id,
      eventType: row.event_type,
      attempt: formatId('attempt', row.attempt_id),
      number: row.number,
    }
  })
}
