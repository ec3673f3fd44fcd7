import { masked } from '#server/attempts/masked.ts'
import { type ReproducedRow, readReproduced } from '#server/attempts/reproduce-sql.ts'
import type { Reproduction } from '#server/attempts/reproduction-schema.ts'
import { type Context, reachOf } from '#server/context.ts'
import { pool } from '#server/db.ts'
import { openSecrets } from '#server/endpoints/sealed.ts'
import { prepareSecrets, signatureHeader } from '#server/endpoints/sign.ts'
import { AppError, notFound } from '#server/errors.ts'
import { parseId } from '#server/ids.ts'
import type { HeaderPair } from '#server/messages/detail-schema.ts'

type AttemptKey = { message: string; endpoint: string; number: number }

/**
 * The request of an attempt once more, signed now with the endpoint's secret: receivers accept it for five minutes. Custom headers stay
 * masked. Whoever asks may read the secret.
 * @throws AppError not_found, missing_payload once the payload has expired
 */
export async function reproduceAttempt(context: Context, key: AttemptKey): Promise<Reproduction> {
  const values = [...reachOf(context), parseId('message', key.message), parseId('endpoint', key.endpoint), key.number]
  const row = (await pool.query<ReproducedRow>({ ...readReproduced, values })).rows[0]
  if (!row) throw notFound('Attempt')
  if (row.body === null)
    throw new AppError('missing_payload', 'The payload of this message has expired, so the request can’t be made again.')
  const secrets = prepareSecrets(openSecrets({ id: row.endpoint_id, secrets: row.secrets }))
  const timestamp = Math.floor(Date.now() / 1_000)
  const signature = signatureHeader({ secrets, messageId: key.message, timestamp, body: row.body })
  const headers = (JSON.parse(row.request_headers) as HeaderPair[]).map(([name, value]): HeaderPair => {
    if (/^(webhook|svix)-timestamp$/.test(name)) return [name, String(timestamp)]
    return [name, /^(webhook|svix)-signature$/.test(name) ? signature : value]
  })
  return {
    url: row.url,
    headers: headers.filter(([, value]) => value !== masked),
    masked: headers.filter(([, value]) => value === masked).map(([name]) => name),
    body: row.body.toString('utf8'),
  }
}
