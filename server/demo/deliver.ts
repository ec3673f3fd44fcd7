import { defaultSchedule } from '#server/deliveries/default-schedule.ts'
import type { DeliveryReason, DeliveryState } from '#server/deliveries/state.ts'
import type { Answer, DemoEndpoint } from '#server/demo/cast.ts'
import type { Chance } from '#server/demo/chance.ts'

const minuteMs = 60_000

/** Times in ms since 1970. `nextMs`: when the next one was due; null: the schedule had ended, or it was delivered. */
export type Try = { startedMs: number; endedMs: number; nextMs: number | null; revision: number; answer: Answer }

export type Told = { state: DeliveryState; reason: DeliveryReason | null; scheduleStep: number; failedMs: number | null; tries: Try[] }

/**
 * A delivery as a worker would have made it: by the schedule, against what the endpoint did at each moment. Null: it would not have come to
 * an end yet. Nothing invented may wait, because a worker would really send it.
 */
export function deliver(endpoint: DemoEndpoint, acceptedMs: number, nowMs: number, chance: Chance): Told | null {
  const ago = (minutes: number) => nowMs - minutes * minuteMs
  if (endpoint.disabled !== null && acceptedMs >= ago(endpoint.disabled))
    return { state: 'skipped', reason: 'endpoint_disabled', scheduleStep: 0, failedMs: null, tries: [] }

  const tries = tryBySchedule(endpoint, acceptedMs, nowMs, chance)
  const last = tries.at(-1)!
  if (last.endedMs > (endpoint.disabled === null ? nowMs : ago(endpoint.disabled))) return null
  if (last.answer.error === null) return { state: 'delivered', reason: null, scheduleStep: tries.length, failedMs: null, tries }
  if (endpoint.replayed !== null && last.endedMs < ago(endpoint.replayed)) {
    const startedMs = ago(endpoint.replayed) + chance.between(0, 4_000)
    return {
      state: 'delivered',
      reason: null,
      scheduleStep: 1,
      failedMs: null,
      tries: [...tries, tryOnce(endpoint, startedMs, nowMs, chance)],
    }
  }
  return { state: 'failed', reason: 'exhausted', scheduleStep: tries.length, failedMs: last.endedMs, tries }
}

function tryBySchedule(endpoint: DemoEndpoint, acceptedMs: number, nowMs: number, chance: Chance): Try[] {
  const schedule = endpoint.retrySchedule.length === 0 ? defaultSchedule : endpoint.retrySchedule
  const tries: Try[] = []
  let dueMs = acceptedMs
  for (let step = 0; step <= schedule.length; step++) {
    const made = tryOnce(endpoint, dueMs + chance.between(4, 18), nowMs, chance)
    tries.push(made)
    const waitSeconds = schedule[step]
    if (made.answer.error === null || waitSeconds === undefined) break
    dueMs = made.endedMs + Math.round(waitSeconds * 1_000 * (0.8 + 0.4 * chance.share()))
    made.nextMs = dueMs
  }
  return tries
}

/** Most answers take about as long as the middle, a few several times that. */
function tryOnce(endpoint: DemoEndpoint, startedMs: number, nowMs: number, chance: Chance): Try {
  const minutesAgo = (nowMs - startedMs) / minuteMs
  const trouble = endpoint.troubles.find(({ from, until }) => minutesAgo <= from && minutesAgo > until)
  const answer = trouble?.answer ?? endpoint.well
  const spread = Math.exp((chance.share() + chance.share() + chance.share() - 1.5) * 0.9)
  const rare = chance.share() < 0.02 ? 4 : 1
  const endedMs = startedMs + Math.max(1, Math.round(answer.ms * spread * rare))
  const revision = endpoint.secretRotated !== null && minutesAgo <= endpoint.secretRotated ? 2 : 1
  return { startedMs, endedMs, nextMs: null, revision, answer }
}
