import { readBearer } from '#server/auth/bearer.ts'
import { createLookUps } from '#server/auth/look-ups.ts'
import { type Context, makeContext } from '#server/context.ts'
import { pool } from '#server/db.ts'
import { AppError } from '#server/errors.ts'
import type { Id } from '#server/ids.ts'
import type { Capability } from '#server/portal/schema.ts'

const form = /^ptok_[0-9A-Za-z]{32}$/

export const isPortalToken = (authorization: string | undefined): boolean => readBearer(authorization)?.startsWith('ptok_') ?? false

type Found = { context: Context; expired: boolean }

const lookUps = createLookUps('portal tokens', load)
export const forgetPortalTokens = lookUps.forget

/**
 * The Context of a request that carries a portal token: of one application, with the capabilities that the token was given.
 * @throws AppError authentication_failed
 */
export async function authenticatePortal(authorization: string | undefined): Promise<Context> {
  const token = readBearer(authorization) ?? ''
  const found = form.test(token) ? await lookUps.find(token) : null
  if (found === null) throw new AppError('authentication_failed', 'The portal token is not known.')
  if (found.expired) throw new AppError('authentication_failed', 'The portal token has expired or was revoked.')
  return found.context
}

type Row = {
  id: Id<'portalSession'>
  application_id: Id<'application'>
  environment_id: Id<'environment'>
  organization_id: Id<'organization'>
  capabilities: Capability[]
  feature_flags: string[]
  user_id: string | null
  user_name: string | null
  one_time: boolean
  expired: boolean
}

async function load(hash: Buffer): Promise<Found | null> {
  const { rows } = await pool.query<Row>({
    name: 'portal-token',
    text: `select s.id, s.application_id, a.environment_id, e.organization_id, s.capabilities, s.feature_flags, s.user_id, s.user_name, s.one_time,
        s.expires_at <= pgboss.job_now() as expired
      from portal_session s join application a on a.id = s.application_id and a.deleted_at is null join environment e on e.id = a.environment_id
      where s.hash = $1`,
    values: [hash],
  })
  const row = rows[0]
  if (!row) return null
  const context = makeContext({
    organizationId: row.organization_id,
    environmentId: row.environment_id,
    applicationId: row.application_id,
    actor: {
      kind: 'portal',
      id: row.id,
      capabilities: row.capabilities,
      featureFlags: row.feature_flags,
      user: row.user_id === null ? null : { id: row.user_id, name: row.user_name },
      oneTime: row.one_time,
    },
  })
  return { context, expired: row.expired }
}
