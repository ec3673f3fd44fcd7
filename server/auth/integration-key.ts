import { readBearer } from '#server/auth/bearer.ts'
import { createLookUps } from '#server/auth/look-ups.ts'
import { type Context, makeContext } from '#server/context.ts'
import { pool } from '#server/db.ts'
import { AppError } from '#server/errors.ts'
import type { Id } from '#server/ids.ts'
import { capabilities } from '#server/portal/schema.ts'

const form = /^pint_[0-9A-Za-z]{32}$/

export const isIntegrationKey = (authorization: string | undefined): boolean => readBearer(authorization)?.startsWith('pint_') ?? false

const lookUps = createLookUps('integration keys', load)
export const forgetIntegrationKeys = lookUps.forget

/**
 * The Context of a request that carries the key of an integration: of one application, with everything that merchants may.
 * @throws AppError authentication_failed
 */
export async function authenticateIntegration(authorization: string | undefined): Promise<Context> {
  const token = readBearer(authorization) ?? ''
  const context = form.test(token) ? await lookUps.find(token) : null
  if (context === null) throw new AppError('authentication_failed', 'The key of an integration is not known; it may have been rotated.')
  return context
}

type Row = {
  id: Id<'integration'>
  application_id: Id<'application'>
  environment_id: Id<'environment'>
  organization_id: Id<'organization'>
  feature_flags: string[]
}

async function load(hash: Buffer): Promise<Context | null> {
  const { rows } = await pool.query<Row>({
    name: 'integration-key',
    text: `select i.id, i.application_id, a.environment_id, e.organization_id, i.feature_flags
      from integration i join application a on a.id = i.application_id and a.deleted_at is null join environment e on e.id = a.environment_id
      where i.hash = $1`,
    values: [hash],
  })
  const row = rows[0]
  if (!row) return null
  return makeContext({
    organizationId: row.organization_id,
    environmentId: row.environment_id,
    applicationId: row.application_id,
    actor: { kind: 'integration', id: row.id, capabilities, featureFlags: row.feature_flags },
  })
}
