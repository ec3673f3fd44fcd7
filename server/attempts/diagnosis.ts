import { adviseOn } from '#server/attempts/advice.ts'
import { changesBetween, type Witness } from '#server/attempts/changes.ts'
import type { Diagnosis, Evidence, Phrase } from '#server/attempts/diagnosis-schema.ts'
import type { ErrorClass } from '#server/attempts/error-class.ts'

/** Another endpoint; `error`: of its last attempt, where it fails now. */
type Other = { url: string; own: boolean; failing: boolean; error: ErrorClass | null }

/** What is known of a failed attempt and of the endpoint's attempts before it. */
export type Facts = {
  attempt: Witness
  error: ErrorClass
  status: number | null
  detail: string | null
  url: string | null
  /** Of the answer, where it is text. */
  body: string
  totalMs: number
  /** The application by name; null: the reader is who has it. */
  owner: string | null
  environment: string
  lastSuccess: Witness | null
  /** Since that success. */
  firstFailure: Witness | null
  /** Before that success; null: none in 90 days. */
  earlierFailureAt: Date | null
  /** Null: the endpoint has never succeeded. */
  firstSuccessAt: Date | null
  /** Whether it has succeeded after the attempt, and still does. */
  recovered: boolean
  undelivered: Diagnosis['undelivered']
  /** `everywhere`: in the whole environment, not in the application alone. */
  others: { list: Other[]; everywhere: boolean }
}

/** Pure: every sentence is computed from stored attempts; nothing is guessed. */
export function diagnose(facts: Facts): Diagnosis {
  const advice = adviseOn(facts.error, facts.status, facts.owner)
  const found = Object.entries(evidence).map(([name, find]): Evidence => ({ name, says: find(facts) }))
  return {
    title: advice.title,
    meaning: advice.meaning,
    evidence: found.filter(({ says }) => says.length > 0),
    nextStep: facts.recovered
      ? 'The endpoint has answered rightly since: what is not delivered yet can be resent or replayed.'
      : advice.nextStep,
    recovered: facts.recovered,
    undelivered: facts.undelivered,
  }
}

/** In the order of reading; one that knows nothing is left out. */
const evidence: Record<string, (facts: Facts) => Phrase> = {
  Since: since,
  'Changed then': changed,
  'In detail': ({ status, detail }) => (status === null && detail !== null ? [`${detail[0]?.toUpperCase()}${detail.slice(1)}.`] : []),
  'It says': excerpt,
  'Leads to': redirectTarget,
  'Asks for': retryAfter,
  'Who else': whoElse,
  'Ruled out': ruledOut,
}

function since({ attempt, firstFailure, lastSuccess, earlierFailureAt, firstSuccessAt, undelivered, recovered }: Facts): Phrase {
  const waiting = !recovered && undelivered && undelivered.waiting > 0 ? ` ${inWords(undelivered.waiting, undelivered.more)}.` : ''
  if (firstSuccessAt === null) return [`The beginning: no attempt to this endpoint has succeeded yet.${waiting}`]
  if (firstFailure === null || lastSuccess === null) return [`More than 1,000 attempts failed before this one.${waiting}`]
  const quietFrom = earlierFailureAt ?? firstSuccessAt
  const span = formatSpan(Math.min(firstFailure.at.getTime() - quietFrom.getTime(), knownDays * dayMs))
  const more = earlierFailureAt === null && firstFailure.at.getTime() - firstSuccessAt.getTime() > knownDays * dayMs ? 'more than ' : ''
  const what = firstFailure.status ?? 'failure'
  return [`${clock(firstFailure.at, attempt.at)}, the first ${what} after ${more}${span} without a failed attempt.${waiting}`]
}

const dayMs = 86_400_000
/** How far the hourly statistics reach back. */
const knownDays = 90

const inWords = (count: number, more: boolean): string =>
  count === 1 && !more ? '1 delivery waits' : `${more ? 'More than ' : ''}${count.toLocaleString('en-US')} deliveries wait`

function changed({ attempt, lastSuccess, firstFailure }: Facts): Phrase {
  if (lastSuccess === null || firstFailure === null) return []
  const [at, then] = [clock(lastSuccess.at, attempt.at), clock(firstFailure.at, attempt.at)]
  const changes = changesBetween(lastSuccess, firstFailure)
  if (changes.length === 0 && firstFailure.headers === null) return []
  if (changes.length === 0) return [`Nothing that is stored: address, settings and response headers are those of the last success (${at}).`]
  return changes.flatMap(({ what, name, was, is }, index): Phrase => {
    const separator = index === 0 ? '' : '; '
    const place = index === 0 ? ` at the last success (${at}), ` : ' before, '
    const end = index === 0 ? ` at the first failure (${then})` : ' then'
    return [`${separator}${what} `, ...(name ? [{ code: name }, ': '] : []), quoted(was), place, quoted(is), end]
  })
}

const quoted = (value: string | null): Phrase[number] => (value === null ? 'absent' : { code: value })

const excerptLength = 200

/** The beginning of the answer's body; of a page, its title. */
function excerpt({ body }: Facts): Phrase {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(body)?.[1]
  const text = (title ?? (body.trimStart().startsWith('<') ? '' : body)).replace(/\s+/g, ' ').trim()
  if (text === '') return []
  return [{ code: text.length > excerptLength ? `${text.slice(0, excerptLength)}…` : text }]
}

const headerOf = ({ attempt }: Facts, name: string): string | undefined => attempt.headers?.find(([key]) => key === name)?.[1]

/** Without query and credentials, as everywhere. */
function redirectTarget(facts: Facts): Phrase {
  const location = facts.error === 'http_3xx' ? headerOf(facts, 'location') : undefined
  const target = location === undefined ? null : URL.parse(location, facts.url ?? undefined)
  return target === null || target.origin === 'null' ? [] : [{ code: `${target.origin}${target.pathname}` }]
}

function retryAfter(facts: Facts): Phrase {
  const value = headerOf(facts, 'retry-after')
  return value === undefined
    ? []
    : ['A pause, by ', { code: `Retry-After: ${value}` }, '. The next attempt waits at least as long, up to a day.']
}

function whoElse({ error, url, owner, environment, others: { list, everywhere } }: Facts): Phrase {
  const own = list.filter(other => other.own)
  const ownFailing = own.filter(other => other.failing).length
  const alike = list.filter(other => !other.own && other.error === error)
  const sameHost = alike.filter(other => hostOf(other.url) === hostOf(url)).length
  const nobody = ownFailing === 0 && alike.length === 0 ? 'Nobody. ' : ''
  return [`${nobody}${ofOwner(own.length, ownFailing, owner)}${everywhere ? ` ${elsewhere(alike.length, sameHost, environment)}` : ''}`]
}

function ofOwner(count: number, failing: number, owner: string | null): string {
  if (owner === null) return ofReader(count, failing)
  if (count === 0) return `${owner} has no other endpoint.`
  if (failing === 0) return count === 1 ? `The other endpoint of ${owner} works.` : `The ${count} other endpoints of ${owner} work.`
  return count === 1
    ? `The other endpoint of ${owner} fails too.`
    : `${failing} of the ${count} other endpoints of ${owner} ${failing === 1 ? 'fails' : 'fail'} too.`
}

function ofReader(count: number, failing: number): string {
  if (count === 0) return 'You have no other endpoint.'
  if (failing === 0) return count === 1 ? 'Your other endpoint works.' : `Your ${count} other endpoints work.`
  return count === 1
    ? 'Your other endpoint fails too.'
    : `${failing} of your ${count} other endpoints ${failing === 1 ? 'fails' : 'fail'} too.`
}

function elsewhere(count: number, sameHost: number, environment: string): string {
  if (count === 0) return `No other endpoint in ${environment} fails like this.`
  const host = sameHost === 0 ? 'none of them on this host' : `${sameHost === count ? 'all' : sameHost} of them on this host`
  return count === 1
    ? `1 other endpoint in ${environment} fails like this, ${sameHost === 1 ? 'on this host' : 'on another host'}.`
    : `${count} other endpoints in ${environment} fail like this, ${host}.`
}

const hostOf = (url: string | null): string | null => (url === null ? null : (URL.parse(url)?.host ?? null))

/** What the request demonstrably came past. */
function ruledOut({ attempt, status, url, totalMs, lastSuccess, error }: Facts): Phrase {
  const answered = status !== null
  const sameSettings = lastSuccess !== null && lastSuccess.revision === attempt.revision
  const passed = [
    attempt.address !== null && 'DNS',
    answered && 'connection',
    answered && url?.startsWith('https:') && 'certificate',
    answered && error !== 'http_3xx' && 'redirect',
    answered && error !== 'response_too_slow' && `time (${formatMs(totalMs)})`,
    sameSettings && 'the endpoint’s URL, headers and secret (as at the last success)',
  ].filter(each => typeof each === 'string')
  const text = passed.join(', ')
  return text === '' ? [] : [`${text[0]?.toUpperCase()}${text.slice(1)}.`]
}

const formatMs = (ms: number): string => (ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(2)} s`)

/** `21 days`, `5 hours`: in the largest unit alone. */
function formatSpan(ms: number): string {
  const units = [
    { unit: 'day', size: dayMs },
    { unit: 'hour', size: 3_600_000 },
    { unit: 'minute', size: 60_000 },
  ]
  const { unit, size } = units.find(({ size }) => ms >= size) ?? { unit: 'second', size: 1_000 }
  const count = Math.max(1, Math.floor(ms / size))
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/** In UTC, with the day where it is not the attempt's. */
function clock(time: Date, attemptAt: Date): string {
  const [day, rest] = time.toISOString().split('T') as [string, string]
  const hours = rest.slice(0, 8)
  if (attemptAt.toISOString().startsWith(day)) return hours
  return `${time.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })} ${hours}`
}
