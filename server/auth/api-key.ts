import { readBearer } from '#server/auth/bearer.ts'
import { createLookUps } from '#server/auth/look-ups.ts'
import { type Context, type KeyScope, makeContext } from '#server/context.ts'
import { pool } from '#server/db.ts'
import { AppError } from '#server/errors.ts'
import type { Id } from '#server/ids.ts'
import { log } from '#server/log.ts'

const form = /^ph_[a-z0-9-]{1,32}_[0-9A-Za-z]{32}$/

type Found = { context: Context; refusal: string | null }

const lookUps = createLookUps('api keys', load)
export const forgetKeys = lookUps.forget

/**
 * The Context of a request that carries an API key.
 * @throws AppError authentication_failed
 */
export async function authenticateKey(authorization: string | undefined): Promise<Context> {
  const token = readBearer(authorization)
  if (token === null) throw new AppError('authentication_failed', 'The Authorization header must be `Bearer` and an API key.')
  if (!form.test(token)) throw refused()
  const found = await lookUps.find(token)
  if (found === null) throw refused()
  if (found.refusal !== null) throw new AppError('authentication_failed', found.refusal)
  return found.context
}

const refused = () => new AppError('authentication_failed', 'The API key is not known.')

type Row = {
  id: Id<'apiKey'>
  scope: KeyScope
  environment_id: Id<'environment'>
  organization_id: Id<'organization'>
  expired: boolean
  revoked: boolean
  unmarked: boolean
}

async function load(hash: Buffer): Promise<Found | null> {
  const { rows } = await pool.query<Row>({
    name: 'api-key',
    text: `select k.id, k.scope, k.environment_id, e.organization_id, coalesce(k.expires_at <= pgboss.job_now(), false) as expired,
        k.revoked_at is not null as revoked, coalesce(k.last_used_at < pgboss.job_now() - interval '1 minute', true) as unmarked
      from api_key k join environment e on e.id = k.environment_id where k.hash = $1`,
    values: [hash],
  })
  const row = rows[0]
  if (!row) return null
  const context = makeContext({
    organizationId: row.organization_id,
    environmentId: row.environment_id,
    actor: { kind: 'key', id: row.id, role: row.scope },
  })
  const refusal = row.revoked ? 'The API key was revoked.' : row.expired ? 'The API key has expired.' : null
  if (refusal === null && row.unmarked) markUsed(row.id)
  return { context, refusal }
}

/** Not awaited: when a key was last used is told to the minute, and no request waits or fails for it. */
function markUsed(id: string): void {
  pool
    .query({
      name: 'api-key-used',
      text: `update api_key set last_used_at = pgboss.job_now()
        where id = $1 and (last_used_at is null or last_used_at < pgboss.job_now() - interval '1 minute')`,
      values: [id],
    })
    .catch((error: Error) => log.warn({ key: id, error: error.message }, 'the last use of an API key was not recorded'))
}
