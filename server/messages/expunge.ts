import { loadApplication } from '#server/applications/queries.ts'
import type { Context } from '#server/context.ts'
import { notFound } from '#server/errors.ts'
import { parseId } from '#server/ids.ts'
import { expungePayloads } from '#server/messages/expunge-sql.ts'
import type { ExpungeStatus } from '#server/messages/schema.ts'
import { forgetSearchValues } from '#server/search/sql.ts'
import type { Tx } from '#server/writes.ts'

/** Forgets the payload of a message, and what of it messages are searched by. It can't be sent again. @throws AppError not_found */
export async function expungeMessage(context: Context, path: { application: string; message: string }, tx: Tx): Promise<void> {
  const { [path.message]: status } = await expungeMessages(context, path.application, [path.message], tx)
  if (status !== 'expunged') throw notFound()
}

/** The same for several, each by id or eventId; says of each what became of it. @throws AppError not_found (application) */
export async function expungeMessages(
  context: Context,
  application: string,
  names: readonly string[],
  tx: Tx,
): Promise<Record<string, ExpungeStatus>> {
  const { id: applicationId } = await loadApplication(context, application, tx)
  const idOf = new Map(names.map(name => [name, parseId('message', name)]))
  const ids = [...idOf.values()].filter(id => id !== null)
  const eventIds = names.filter(name => idOf.get(name) === null)
  const rows = await expungePayloads(applicationId, ids, eventIds, tx)
  await forgetSearchValues(
    rows.map(row => row.id),
    tx,
  )
  const found = new Set(rows.map(row => row.event_id ?? row.id))
  return Object.fromEntries(names.map(name => [name, found.has(idOf.get(name) ?? name) ? 'expunged' : 'not-found']))
}
