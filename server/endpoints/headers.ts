import type { Context } from '#server/context.ts'
import { refuseSensitive } from '#server/endpoints/mutations.ts'
import type { EndpointPath } from '#server/endpoints/queries.ts'
import { type LockedEndpoint, loadLocked, revise } from '#server/endpoints/revise.ts'
import type { EndpointHeadersIn, EndpointHeadersPatchIn } from '#server/endpoints/schema.ts'
import { openHeaders, type StoredHeaders, sealHeaders } from '#server/endpoints/sealed.ts'
import type { Tx } from '#server/writes.ts'

/** Replaces all custom headers, also those whose values are not shown. */
export async function setEndpointHeaders(context: Context, path: EndpointPath, input: EndpointHeadersIn, tx: Tx): Promise<void> {
  await store(await loadLocked(context, path, tx), input.headers, tx)
}

/** Sets the named headers and removes those that are null or listed; names are one whatever their case. */
export async function patchEndpointHeaders(context: Context, path: EndpointPath, patch: EndpointHeadersPatchIn, tx: Tx): Promise<void> {
  const locked = await loadLocked(context, path, tx)
  const named = new Set([...Object.keys(patch.headers), ...(patch.deleteHeaders ?? [])].map(name => name.toLowerCase()))
  const kept = Object.entries(openHeaders(locked.row)).filter(([name]) => !named.has(name.toLowerCase()))
  const set = Object.entries(patch.headers).filter((entry): entry is [string, string] => entry[1] !== null)
  await store(locked, Object.fromEntries([...kept, ...set]), tx)
}

async function store({ row }: LockedEndpoint, headers: StoredHeaders, tx: Tx): Promise<void> {
  if (row.url.startsWith('http:')) refuseSensitive(headers, 'headers')
  if (JSON.stringify(headers) === JSON.stringify(openHeaders(row))) return
  await revise(row, { headers: sealHeaders(row.id, headers) }, {}, tx)
}
