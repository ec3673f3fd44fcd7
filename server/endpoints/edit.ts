import type { Context } from '#server/context.ts'
import { patchEndpointHeaders } from '#server/endpoints/headers.ts'
import { patchEndpoint } from '#server/endpoints/mutations.ts'
import type { EndpointPath } from '#server/endpoints/queries.ts'
import { loadLocked } from '#server/endpoints/revise.ts'
import type { EndpointEdit, EndpointOut } from '#server/endpoints/schema.ts'
import type { Tx } from '#server/writes.ts'

/**
 * What a form changes of an endpoint. Null: it was changed by somebody else after the form had read it (`seenAt`), and nothing is written,
 * so that nobody's change is lost unseen. @throws AppError not_found, conflict; ValidationError
 */
export async function editEndpoint(context: Context, path: EndpointPath, edit: EndpointEdit, tx: Tx): Promise<EndpointOut | null> {
  const { row } = await loadLocked(context, path, tx)
  if (edit.seenAt !== undefined && edit.seenAt !== row.updatedAt.toISOString()) return null
  const edited = await patchEndpoint(context, path, edit.value, tx)
  if (edit.headers) await patchEndpointHeaders(context, path, edit.headers, tx)
  return edited
}
