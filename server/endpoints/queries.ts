import { loadApplication } from '#server/applications/queries.ts'
import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { isSensitive } from '#server/endpoints/header-rules.ts'
import type { EndpointHeadersOut, EndpointList, EndpointOut } from '#server/endpoints/schema.ts'
import { openHeaders, openSecrets } from '#server/endpoints/sealed.ts'
import { publicForm } from '#server/endpoints/secrets.ts'
import { notFound } from '#server/errors.ts'
import { listOrAll } from '#server/fields.ts'
import type { Endpoint } from '#server/generated/prisma/client.ts'
import { formatId, parseId } from '#server/ids.ts'
import { type Page, past, walk } from '#server/pagination.ts'
import { referenceTo } from '#server/references.ts'
import type { Database } from '#server/writes.ts'

/** What names an endpoint in a path: each by id or uid. */
export type EndpointPath = { application: string; endpoint: string }

export const toEndpointOut = (row: Endpoint): EndpointOut => ({
  id: formatId('endpoint', row.id),
  uid: row.uid,
  url: row.url,
  description: row.description,
  disabled: row.disabled,
  paused: row.pausedAt !== null,
  eventTypes: listOrAll(row.eventTypes),
  channels: listOrAll(row.channels),
  throttleRate: row.rateLimit,
  retrySchedule: row.retrySchedule.length === 0 ? null : row.retrySchedule,
  metadata: row.metadata as Record<string, string>,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
})

/** @throws AppError not_found, also for another environment's or application's */
export async function loadEndpoint(context: Context, path: EndpointPath, db: Database = prisma): Promise<Endpoint> {
  const application = await loadApplication(context, path.application, db)
  const row = await db.endpoint.findFirst({
    where: { applicationId: application.id, deletedAt: null, ...referenceTo('endpoint', path.endpoint) },
  })
  if (!row) throw notFound()
  return row
}

export const getEndpoint = async (context: Context, path: EndpointPath): Promise<EndpointOut> =>
  toEndpointOut(await loadEndpoint(context, path))

export async function listEndpoints(context: Context, application: string, list: EndpointList): Promise<Page<EndpointOut>> {
  const page = await findEndpoints(context, application, list)
  return { ...page, data: page.data.map(toEndpointOut) }
}

/** A page of an application's endpoints as they are stored. @throws AppError not_found */
export async function findEndpoints(context: Context, application: string, list: EndpointList): Promise<Page<Endpoint>> {
  const { id: applicationId } = await loadApplication(context, application)
  const step = walk(list, text => parseId('endpoint', text))
  const rows = await prisma.endpoint.findMany({
    where: { applicationId, deletedAt: null, id: past(step) },
    orderBy: { id: step.descending ? 'desc' : 'asc' },
    take: step.take,
  })
  return step.page(rows, row => formatId('endpoint', row.id))
}

/** The current signing secret as a merchant needs it to verify: of an Ed25519 pair the public key. */
export async function getEndpointSecret(context: Context, path: EndpointPath): Promise<{ key: string }> {
  const [current] = openSecrets(await loadEndpoint(context, path))
  const key = current && publicForm(current.key)
  if (!key) throw new Error('an endpoint without a readable signing secret')
  return { key }
}

export const getEndpointHeaders = async (context: Context, path: EndpointPath): Promise<EndpointHeadersOut> =>
  toHeadersOut(await loadEndpoint(context, path))

export function toHeadersOut(row: Endpoint): EndpointHeadersOut {
  const headers = Object.entries(openHeaders(row))
  return {
    headers: Object.fromEntries(headers.filter(([name]) => !isSensitive(name))),
    sensitive: headers.map(([name]) => name).filter(isSensitive),
  }
}
