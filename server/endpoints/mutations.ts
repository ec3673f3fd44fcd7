import { loadApplication } from '#server/applications/queries.ts'
import type { Context } from '#server/context.ts'
import { isSensitive } from '#server/endpoints/header-rules.ts'
import { type EndpointPath, toEndpointOut } from '#server/endpoints/queries.ts'
import { findLocked, type LockedEndpoint, loadLocked, revise, uidTaken } from '#server/endpoints/revise.ts'
import type { EndpointIn, EndpointOut, EndpointPatch, EndpointUpsertIn } from '#server/endpoints/schema.ts'
import { openHeaders, sealCredentials, sealHeaders, sealSecrets } from '#server/endpoints/sealed.ts'
import { generateSecret, normalizeSecret, secretRule } from '#server/endpoints/secrets.ts'
import { newEndpointId } from '#server/endpoints/sql.ts'
import { type EndpointUrl, readUrl } from '#server/endpoints/url.ts'
import { invalid, notFound } from '#server/errors.ts'
import { visibleTo } from '#server/event-types/queries.ts'
import { distinct, uidOf } from '#server/fields.ts'
import type { Endpoint } from '#server/generated/prisma/client.ts'
import { syncLimits } from '#server/lanes/sync.ts'
import { operationalEventTypes } from '#server/operational-events/schema.ts'
import { nameFromPath, referenceTo } from '#server/references.ts'
import type { Tx } from '#server/writes.ts'

/** @throws AppError not_found (application), conflict (uid); ValidationError */
export async function createEndpoint(context: Context, application: string, input: EndpointIn, tx: Tx): Promise<EndpointOut> {
  const { id: applicationId } = await loadApplication(context, application, tx)
  const created = await insert(context, applicationId, input, tx)
  if (created === null) throw uidTaken()
  await syncLimits(applicationId, [created.id], tx)
  return toEndpointOut(created)
}

/**
 * Replaces the endpoint that the path names, or makes it when the path gives a uid. A body without uid keeps the path's.
 * Secret and headers have paths of their own and stay.
 */
export async function upsertEndpoint(
  context: Context,
  path: EndpointPath,
  input: EndpointUpsertIn,
  tx: Tx,
): Promise<{ created: boolean; endpoint: EndpointOut }> {
  const reference = referenceTo('endpoint', path.endpoint)
  const existing = await findLocked(context, path, tx)
  const uid = input.uid === undefined && 'uid' in reference ? reference.uid : (input.uid ?? null)
  const whole = { ...input, uid, eventTypes: input.eventTypes ?? null, channels: input.channels ?? null }
  const cleared = { throttleRate: input.throttleRate ?? null, retrySchedule: input.retrySchedule ?? null }
  if (existing) return { created: false, endpoint: await change(context, existing, { ...whole, ...cleared }, tx) }
  if ('id' in reference) throw notFound()
  nameFromPath(uidOf('endpoint'), reference.uid)
  return { created: true, endpoint: await createEndpoint(context, path.application, whole, tx) }
}

/** @throws AppError not_found, conflict; ValidationError */
export async function patchEndpoint(context: Context, path: EndpointPath, patch: EndpointPatch, tx: Tx): Promise<EndpointOut> {
  return change(context, await loadLocked(context, path, tx), patch, tx)
}

/** Soft: its attempts stay readable. */
export async function deleteEndpoint(context: Context, path: EndpointPath, tx: Tx): Promise<void> {
  const { row, now } = await loadLocked(context, path, tx)
  await tx.endpoint.update({ where: { id: row.id }, data: { deletedAt: now } })
  await syncLimits(row.applicationId, [row.id], tx)
}

/** Null when the uid is taken. */
async function insert(context: Context, applicationId: string, input: EndpointIn, tx: Tx): Promise<Endpoint | null> {
  const target = await judgedUrl(context, input.url, tx)
  if (!target.secure) refuseSensitive(input.headers ?? {}, 'headers')
  const secret = input.secret == null ? generateSecret('hmac') : normalizeSecret(input.secret)
  if (secret === null) throw invalid(['body', 'secret'], secretRule)
  const eventTypes = distinct(input.eventTypes)
  await demandKnown(context, eventTypes, tx)

  const { id, now } = await newEndpointId(tx)
  const [row] = await tx.endpoint.createManyAndReturn({
    data: [
      {
        id,
        applicationId,
        uid: input.uid,
        url: target.url,
        credentials: sealCredentials(id, target.credentials ?? null),
        description: input.description,
        eventTypes,
        channels: distinct(input.channels),
        headers: sealHeaders(id, input.headers ?? {}),
        secrets: sealSecrets(id, [{ key: secret, expiresAt: null }]),
        rateLimit: input.throttleRate,
        retrySchedule: input.retrySchedule ?? [],
        metadata: input.metadata,
        ...(input.disabled ? disabledBy('by_user', now) : {}),
      },
    ],
    skipDuplicates: true,
  })
  if (!row) return null
  await tx.endpointRevision.create({ data: { endpointId: id, revision: row.revision, url: row.url } })
  return row
}

async function change(context: Context, { row, now }: LockedEndpoint, patch: EndpointPatch, tx: Tx): Promise<EndpointOut> {
  const target = patch.url === undefined ? undefined : await judgedUrl(context, patch.url, tx)
  if (target && !target.secure) refuseSensitive(openHeaders(row), 'url')
  const eventTypes = patch.eventTypes === undefined ? undefined : distinct(patch.eventTypes)
  // Names that are there already may have been expunged since; sending them back is no mistake.
  await demandKnown(context, eventTypes?.filter(name => !row.eventTypes.includes(name)) ?? [], tx)
  const updated = await revise(
    row,
    { ...urlChange(row, target), retrySchedule: scheduleChange(row, patch.retrySchedule) },
    {
      uid: patch.uid,
      description: patch.description,
      eventTypes,
      channels: patch.channels === undefined ? undefined : distinct(patch.channels),
      rateLimit: patch.throttleRate,
      metadata: patch.metadata,
      ...stateChange(row, patch.disabled, now),
    },
    tx,
  )
  if (updated.rateLimit !== row.rateLimit) await syncLimits(row.applicationId, [row.id], tx)
  return toEndpointOut(updated)
}

/** A URL that says nothing of credentials keeps them while it is the same one, and drops them when it is another. */
function urlChange(row: Endpoint, target: EndpointUrl | undefined): { url?: string; credentials?: string | null } {
  if (target === undefined) return {}
  const moved = target.url !== row.url
  const credentials = target.credentials === undefined ? (moved ? null : undefined) : target.credentials
  return {
    ...(moved ? { url: target.url } : {}),
    ...(credentials === undefined || (credentials === null && row.credentials === null)
      ? {}
      : { credentials: sealCredentials(row.id, credentials) }),
  }
}

function scheduleChange(row: Endpoint, schedule: readonly number[] | null | undefined): number[] | undefined {
  if (schedule === undefined || (schedule ?? []).join() === row.retrySchedule.join()) return undefined
  return [...(schedule ?? [])]
}

const disabledBy = (reason: string, now: Date) => ({ disabled: true, disabledReason: reason, disabledAt: now })

/** Enabling forgets the failures before: the endpoint gets its days again. */
function stateChange(row: Endpoint, disabled: boolean | undefined, now: Date) {
  if (disabled === undefined || disabled === row.disabled) return {}
  if (disabled) return disabledBy('by_user', now)
  const missed = { missedFrom: row.disabledAt, missedUntil: now }
  return { disabled: false, disabledReason: null, disabledAt: null, ...missed, failingSince: null, warnedDays: 0, goneCount: 0 }
}

/** @throws ValidationError for what can't or may not be delivered to in this environment */
export async function judgedUrl(context: Context, text: string, tx: Tx): Promise<EndpointUrl> {
  const environment = await tx.environment.findUniqueOrThrow({ where: { id: context.environmentId }, select: { allowHttp: true } })
  return readUrl(text, environment)
}

/** Credentials never travel in the clear, be they in the URL or in a header. */
export function refuseSensitive(headers: Record<string, string | null>, field: 'url' | 'headers'): void {
  const name = Object.keys(headers).find(name => isSensitive(name) && headers[name] !== null)
  if (name !== undefined) throw invalid(['body', field], `The header ${name} holds a credential, which is sent over https only.`)
}

async function demandKnown(context: Context, names: readonly string[], tx: Tx): Promise<void> {
  if (names.length === 0) return
  // The catalogue is the callers'; operational events are not in it.
  const known = context.operational
    ? operationalEventTypes
    : (await tx.eventType.findMany({ where: { ...visibleTo(context), name: { in: [...names] } }, select: { name: true } })).map(
        ({ name }) => name,
      )
  const unknown = names.find(name => !known.some(type => type === name))
  if (unknown !== undefined) throw invalid(['body', 'eventTypes'], `There is no event type ${unknown}.`)
}
