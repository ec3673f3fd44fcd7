import { masked } from '#server/attempts/masked.ts'
import type { AttemptPath } from '#server/attempts/queries.ts'
import type { AttemptHeadersOut } from '#server/attempts/schema.ts'
import { findAttemptHeaders } from '#server/attempts/sql.ts'
import type { Context } from '#server/context.ts'
import { pool } from '#server/db.ts'
import { notFound } from '#server/errors.ts'
import { parseId } from '#server/ids.ts'
import { loadMessage } from '#server/messages/queries.ts'

type Pairs = [name: string, value: string][]

/** The headers of a request as they went, and of its answer. @throws AppError not_found */
export async function getAttemptHeaders(context: Context, path: AttemptPath): Promise<AttemptHeadersOut> {
  const message = await loadMessage(context, path)
  const { rows } = await pool.query<{ request_headers: string; response_headers: string | null }>({
    ...findAttemptHeaders,
    values: [message.id, parseId('attempt', path.attempt)],
  })
  if (!rows[0]) throw notFound()
  const sent = JSON.parse(rows[0].request_headers) as Pairs
  return {
    sentHeaders: Object.fromEntries(sent.filter(([, value]) => value !== masked)),
    sensitive: sent.filter(([, value]) => value === masked).map(([name]) => name),
    responseHeaders: JSON.parse(rows[0].response_headers ?? 'null') as Pairs | null,
  }
}
