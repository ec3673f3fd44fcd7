import { errorClassCode } from '#server/attempts/error-class.ts'
import { reasonCode, stateCode } from '#server/deliveries/state.ts'
import type { DemoEndpoint, DemoMerchant } from '#server/demo/cast.ts'
import { type DemoEventType, eventIdOf, writePayload } from '#server/demo/catalogue.ts'
import { type Chance, createChance, pickWeighted } from '#server/demo/chance.ts'
import { deliver, type Told, type Try } from '#server/demo/deliver.ts'
import { describeExchange } from '#server/demo/exchange.ts'
import { type HealthRow, watchHealth } from '#server/demo/health.ts'
import type { PreparedSecret } from '#server/endpoints/sign.ts'
import { bucketOf } from '#server/stats/histogram.ts'

export const historyDays = 14
const dayMs = 86_400_000
const hourMs = 3_600_000

/** `secrets`: one for each revision, in their order. */
type StoredEndpoint = { endpoint: DemoEndpoint; id: string; secrets: PreparedSecret[] }

/** Merchants as they are stored, by their ids in the database. */
export type Stored = { merchant: DemoMerchant; id: string; endpoints: StoredEndpoint[] }

export type MessageRow = { id: string; application_id: string; event_type: string; event_id: string; at: number; body: string }
export type DeliveryRow = {
  message_id: string
  endpoint_id: string
  application_id: string
  event_type: string
  state: number
  reason: number | null
  attempt_count: number
  schedule_step: number
  failed_at: number | null
}
export type AttemptRow = ReturnType<typeof toAttemptRow>

/** Two weeks of an environment, row by row. Times in seconds since 1970. */
export type History = { messages: MessageRow[]; deliveries: DeliveryRow[]; attempts: AttemptRow[]; health: HealthRow[] }

/**
 * The same for the same moment, ids and secrets. Figures are not part of it: they are counted out of the attempts where these are stored, so that
 * charts and lists can't disagree.
 */
export function writeHistory(stored: readonly Stored[], now: Date): History {
  const history: History = { messages: [], deliveries: [], attempts: [], health: [] }
  stored.forEach((each, index) => {
    tellMerchant(each, now.getTime(), createChance(index + 1), history)
  })
  history.health = stored.flatMap(({ endpoints }) => endpoints).map(each => watchHealth(each, history.attempts, now.getTime()))
  return history
}

function tellMerchant({ merchant, id: applicationId, endpoints }: Stored, nowMs: number, chance: Chance, history: History): void {
  let number = 10_000 + chance.between(0, 4_000)
  for (const atMs of arrivals(merchant.perHour, nowMs, chance)) {
    const eventType = pickWeighted(chance, merchant.events as Record<DemoEventType, number>)
    const subscribed = endpoints.filter(({ endpoint: { eventTypes } }) => eventTypes.length === 0 || eventTypes.includes(eventType))
    const told = subscribed.map(stored => ({ stored, told: deliver(stored.endpoint, atMs, nowMs, chance) }))
    if (told.some(({ told }) => told === null)) continue
    number++
    const message: MessageRow = {
      id: idAt(atMs, chance),
      application_id: applicationId,
      event_type: eventType,
      event_id: eventIdOf(eventType, number),
      at: atMs / 1_000,
      body: writePayload(eventType, new Date(atMs), chance, number),
    }
    history.messages.push(message)
    for (const { stored, told: delivery } of told) if (delivery) tellDelivery(message, stored, delivery, chance, history)
  }
}

/** Moments between two weeks ago and now: more by day than by night, and fewer at the weekend. */
function* arrivals(perHour: number, nowMs: number, chance: Chance): Generator<number> {
  const most = 1.8
  let atMs = nowMs - historyDays * dayMs
  while (true) {
    atMs += Math.ceil((-Math.log(1 - chance.share()) / (perHour * most)) * hourMs)
    if (atMs >= nowMs) return
    if (chance.share() * most < rhythm(new Date(atMs))) yield atMs
  }
}

/** How busy shops are at a moment, beside the mean: most in the afternoon. */
function rhythm(at: Date): number {
  const hours = at.getUTCHours() + at.getUTCMinutes() / 60
  const weekend = at.getUTCDay() % 6 === 0
  return (1 + 0.75 * Math.cos(((hours - 15) / 24) * 2 * Math.PI)) * (weekend ? 0.75 : 1)
}

function tellDelivery(message: MessageRow, endpoint: StoredEndpoint, told: Told, chance: Chance, history: History): void {
  history.deliveries.push({
    message_id: message.id,
    endpoint_id: endpoint.id,
    application_id: message.application_id,
    event_type: message.event_type,
    state: stateCode[told.state],
    reason: reasonCode(told.reason),
    attempt_count: told.tries.length,
    schedule_step: told.scheduleStep,
    failed_at: told.failedMs === null ? null : told.failedMs / 1_000,
  })
  told.tries.forEach((made, index) => {
    history.attempts.push(toAttemptRow(message, endpoint, index + 1, made, chance))
  })
}

function toAttemptRow(message: MessageRow, { id, secrets }: StoredEndpoint, number: number, made: Try, chance: Chance) {
  const { startedMs, endedMs, nextMs, revision, answer } = made
  const totalUs = (endedMs - startedMs) * 1_000 - chance.between(0, 900)
  const state = answer.error === null ? 'delivered' : nextMs === null ? 'failed' : 'retrying'
  return {
    message_id: message.id,
    endpoint_id: id,
    number,
    id: idAt(endedMs, chance),
    revision,
    started_at: startedMs / 1_000,
    ended_at: endedMs / 1_000,
    next_attempt_at: nextMs === null ? null : nextMs / 1_000,
    outcome: stateCode[state],
    bucket: bucketOf(totalUs),
    status: answer.status,
    error: errorClassCode(answer.error),
    error_detail: answer.detail,
    remote_address: answer.address,
    total_us: totalUs,
    ...describeExchange(
      { message: message.id, body: message.body, secret: secrets[revision - 1]!, number, startedMs, endedMs, totalUs, answer },
      chance,
    ),
  }
}

/** A UUIDv7 of a moment. */
function idAt(ms: number, chance: Chance): string {
  const time = Math.floor(ms).toString(16).padStart(12, '0')
  const rest = chance.hex(10)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-8${rest.slice(3, 6)}-${rest.slice(6, 18)}`
}
