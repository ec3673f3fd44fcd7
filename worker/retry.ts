import type { ErrorClass } from '#server/attempts/error-class.ts'

/**
 * What follows from one attempt. Pure: time and chance are passed in, so that three days pass in milliseconds in a test.
 * The rules are told in docs/receiving.md.
 */

const minute = 60
const hour = 60 * minute

const jitter = 0.2
/** A receiver that is overloaded needs a pause that the early steps of a schedule do not give. */
const minSecondsAfterOverload = minute
const maxRetryAfterSeconds = 24 * hour
const goneBeforeDisable = 3

const overload: ReadonlySet<ErrorClass> = new Set(['http_429', 'response_timeout', 'response_too_slow', 'connect_timeout', 'dns_timeout'])

/** What the receiver did, as `send` reports it. */
export type Outcome = {
  readonly status: number | null
  /** Null is success. */
  readonly error: ErrorClass | null
  /** Names in lower case. */
  readonly responseHeaders: ReadonlyArray<readonly [name: string, value: string]>
}

export type DecisionInput = {
  readonly outcome: Outcome
  /** Scheduled attempts that failed before this one: the position in the schedule of the wait that follows this one. */
  readonly step: number
  /** Seconds, up to 20 of them; none: this attempt is the only one. */
  readonly schedule: readonly number[]
  /** Milliseconds since the epoch, in database time. */
  readonly now: number
  /** Uniform in [0, 1). */
  readonly random: () => number
  /** How often in a row the endpoint answered 410 directly before this attempt. */
  readonly consecutiveGone: number
}

/** Why the receiver's answer disables the endpoint: it said so, or was gone three times in a row. */
export type DisableReason = 'receiver_command' | 'gone'

/**
 * `canceled` is what becomes of a delivery that would wait for its next attempt while its own answer disables the endpoint:
 * as every other that waits then, so that re-enabling offers to replay it.
 */
export type Decision = { readonly disableEndpoint: DisableReason | null } & (
  | { readonly kind: 'delivered' }
  | { readonly kind: 'retry'; readonly delaySeconds: number; readonly step: number }
  | { readonly kind: 'failed'; readonly reason: 'exhausted' | 'aborted_by_receiver' }
  | { readonly kind: 'canceled'; readonly reason: 'endpoint_disabled' }
)

export function decideNext(input: DecisionInput): Decision {
  const commands = receiverCommands(input.outcome.responseHeaders)
  const disableEndpoint = disableReason(input, commands)
  if (input.outcome.error === null) return { kind: 'delivered', disableEndpoint }
  if (commands.has('abort-message')) return { kind: 'failed', reason: 'aborted_by_receiver', disableEndpoint }

  const scheduledSeconds = input.schedule[input.step]
  if (scheduledSeconds === undefined) return { kind: 'failed', reason: 'exhausted', disableEndpoint }
  if (disableEndpoint !== null) return { kind: 'canceled', reason: 'endpoint_disabled', disableEndpoint }
  return { kind: 'retry', delaySeconds: delay(input, scheduledSeconds), step: input.step + 1, disableEndpoint }
}

function disableReason({ outcome, consecutiveGone }: DecisionInput, commands: ReadonlySet<string>): DisableReason | null {
  if (commands.has('disable')) return 'receiver_command'
  return outcome.status === 410 && consecutiveGone + 1 >= goneBeforeDisable ? 'gone' : null
}

/** The words of `webhook-delivery`; those that are not known are ignored, so that new ones can be introduced. */
function receiverCommands(headers: Outcome['responseHeaders']): ReadonlySet<string> {
  const words = new Set<string>()
  for (const [name, value] of headers) {
    if (name !== 'webhook-delivery') continue
    for (const word of value.split(',')) words.add(word.trim().toLowerCase())
  }
  return words
}

function delay({ outcome, now, random }: DecisionInput, scheduledSeconds: number): number {
  const chance = random()
  const jittered = scheduledSeconds * (1 - jitter + 2 * jitter * chance)
  const least = outcome.error !== null && overload.has(outcome.error) ? minSecondsAfterOverload : 0
  const asked = retryAfterSeconds(outcome.responseHeaders, now)
  // Jitter only later here: earlier would break the receiver's wish, and none would send everything that it refused at one moment back at one.
  const respected = Math.min(asked * (1 + jitter * chance), maxRetryAfterSeconds)
  return toMilliseconds(Math.max(jittered, least, respected))
}

const toMilliseconds = (seconds: number): number => Math.round(seconds * 1000) / 1000

const secondsPattern = /^\d{1,12}(\.\d{1,9})?$/
/** The three forms of RFC 9110 section 5.6.7 and the numeric zones of RFC 5322, which Svix accepts too; all begin with the weekday's name. */
const datePattern = /^(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?,? /i
const zonePattern = /(gmt|utc|[+-]\d{4})$/i

/** 0 when the header is missing, in the past or not understood. */
function retryAfterSeconds(headers: Outcome['responseHeaders'], now: number): number {
  const value = headers.find(([name]) => name === 'retry-after')?.[1].trim()
  if (value === undefined) return 0
  if (secondsPattern.test(value)) return Number(value)
  if (!datePattern.test(value)) return 0
  // asctime's form carries no zone and means GMT, where Date.parse would take the machine's.
  const at = Date.parse(zonePattern.test(value) ? value : `${value} GMT`)
  return Number.isNaN(at) ? 0 : Math.max(0, (at - now) / 1000)
}
