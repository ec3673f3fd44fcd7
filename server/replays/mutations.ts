import { actorName } from '#server/actor-name.ts'
import { nameActorOf } from '#server/actor-sql.ts'
import { byKey } from '#server/by-key.ts'
import type { Context } from '#server/context.ts'
import { type Status, statesOf } from '#server/deliveries/status.ts'
import type { EndpointPath } from '#server/endpoints/queries.ts'
import { invalid } from '#server/errors.ts'
import type { Replay } from '#server/generated/prisma/client.ts'
import { announce } from '#server/notify.ts'
import { loadReplay, type ReplayPath } from '#server/replays/queries.ts'
import { type ReplayableState, replayableStates } from '#server/replays/replayable-states.ts'
import type { BulkReplayIn, RecoverIn, ReplayFilter, ReplayIn, ReplayKind, ReplayOut } from '#server/replays/schema.ts'
import { countAll, startOf } from '#server/replays/selection.ts'
import { cancelLocked, lockOwnReplay, newReplayId } from '#server/replays/sql.ts'
import { toReplayOut } from '#server/replays/stored.ts'
import { takeBack } from '#server/replays/take-back.ts'
import { type ReplayPlace, selectionIn } from '#server/replays/target.ts'
import { type Database, writeWithin } from '#server/writes.ts'

/** How a replay is made; `rate` null: without a pace. */
type Order = {
  kind: ReplayKind
  filter: ReplayFilter
  endpoint: string | null
  canary: boolean
  rate: number | null
  when: ReplayIn['when']
}

/** @throws AppError not_found, conflict; ValidationError */
export async function createReplay(context: Context, place: ReplayPlace, input: ReplayIn, db: Database): Promise<ReplayOut> {
  const { endpointId, canary, rate, when, ...filter } = input
  const endpoint = endpointId ?? null
  if (when === 'healthy' && endpoint === null) throw invalid(['body', 'when'], 'Only one endpoint can be waited for: name it.')
  return toReplayOut(await store(context, place, { kind: 'replay', filter, endpoint, canary, rate, when }, db))
}

/** The worker that sees the row first begins; it is counted as far as that is quick, and further by the worker. */
async function store(context: Context, place: ReplayPlace, order: Order, db: Database): Promise<Replay> {
  const made = await newReplayId(db)
  const selection = await selectionIn(context, place, order, made, db)
  const start = startOf(selection)
  const { count, more, counted } = await byKey(client => countAll(client, selection))
  const { states, missing, reasons, errors, statusClass, eventTypes, channel, tag } = selection
  const data = {
    id: made.id,
    environmentId: selection.environmentId,
    applicationId: selection.applicationId,
    endpointId: selection.endpointId,
    kind: order.kind,
    ...{
      states: [...states],
      missing,
      reasons: [...reasons],
      errors: [...errors],
      statusClass,
      eventTypes: [...eventTypes],
      channel,
      tag,
    },
    since: order.filter.since ?? null,
    until: order.filter.until ?? null,
    canary: order.canary,
    rate: order.rate,
    starts: order.when,
    state: 'waiting',
    total: count,
    totalExact: !more,
    countedMessageId: counted.messageId,
    countedEndpointId: counted.endpointId,
    cursorMessageId: start.messageId,
    cursorEndpointId: start.endpointId,
    pacedAt: made.now,
    createdBy: actorName(context.actor),
    createdAt: made.now,
    updatedAt: made.now,
  }
  return writeWithin(context, db, tx => tx.replay.create({ data }))
}

/** What Svix's users know as recover: everything that failed for good. @throws AppError not_found, conflict; ValidationError */
export const recoverEndpoint = (context: Context, path: EndpointPath, input: RecoverIn, db: Database): Promise<Replay> =>
  preset(context, path, { kind: 'endpoint.recover', filter: { ...input, states: ['failed'] } }, db)

/** What the endpoint would have got had it been there, enabled and subscribed. @throws as recoverEndpoint */
export const replayMissing = (context: Context, path: EndpointPath, input: RecoverIn, db: Database): Promise<Replay> =>
  preset(context, path, { kind: 'endpoint.replay', filter: { ...input, states: ['missing'] } }, db)

/** Everything again, also what has arrived. @throws as recoverEndpoint */
export function bulkReplay(context: Context, path: EndpointPath, { status, ...input }: BulkReplayIn, db: Database): Promise<Replay> {
  return preset(context, path, { kind: 'endpoint.bulk-replay', filter: { ...input, states: statesWith(status ?? null) } }, db)
}

/** What is pending is about to be sent anyway. */
const statesWith = (status: Status | null): ReplayableState[] =>
  replayableStates.filter(state => state !== 'missing' && (status === null || statesOf(status, true).includes(state)))

const maxSpanMs = 14 * 24 * 3_600_000 + 5 * 60_000

async function preset(
  context: Context,
  { application, endpoint }: EndpointPath,
  { kind, filter }: Pick<Order, 'kind' | 'filter'>,
  db: Database,
): Promise<Replay> {
  const { now } = await newReplayId(db)
  const { since, until } = filter
  if (since && (until ?? now).getTime() - since.getTime() > maxSpanMs)
    throw invalid(['body', 'since'], 'A replay of this kind reaches back 14 days at most.')
  return store(context, { application }, { kind, filter, endpoint, canary: false, rate: null, when: 'now' }, db)
}

/**
 * Admits nothing more and takes back what no worker has claimed; what is in flight ends as it ends. A replay that is over stays as it is.
 * @throws AppError not_found
 */
export async function cancelReplay(context: Context, path: ReplayPath): Promise<ReplayOut> {
  const { id } = await loadReplay(context, path)
  await byKey(async db => {
    await nameActorOf(context.actor, db)
    await db.query({ ...lockOwnReplay, values: [id, context.environmentId] })
    await db.query({ ...cancelLocked, values: [id, await takeBack(db, id)] })
  })
  announce('posthorn_live')
  return toReplayOut(await loadReplay(context, path))
}
