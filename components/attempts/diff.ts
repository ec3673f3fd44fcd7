import { describeOutcome } from '#components/attempts/words.ts'
import { formatMs } from '#components/ui/format.ts'
import { type DiffLine, diffLines } from '#components/ui/line-diff.ts'
import { differsEachTime } from '#server/attempts/volatile-headers.ts'
import type { AttemptDetailView, HeaderPair } from '#server/messages/detail-schema.ts'

export type AttemptDiff = { /** What differs, in a sentence. */ summary: string; lines: DiffLine[] }

/** Ours, and another for each attempt. */
const ownForm = /^(webhook|svix)-|^traceparent$|^tracestate$/

/** What an attempt sent and got otherwise than the one before. Ids, dates, timestamps and signatures differ always and are left out. */
export function diffAttempts(before: AttemptDetailView, after: AttemptDetailView): AttemptDiff {
  const parts = [
    { name: 'URL', of: ({ url }: AttemptDetailView) => [`POST ${url ?? ''}`] },
    { name: 'request headers', of: ({ requestHeaders }: AttemptDetailView) => linesOf(requestHeaders, name => ownForm.test(name)) },
    { name: 'address', of: ({ remoteAddress }: AttemptDetailView) => (remoteAddress === null ? [] : [`to ${remoteAddress}`]) },
    { name: 'status', of: (attempt: AttemptDetailView) => [statusLine(attempt)] },
    { name: 'response headers', of: ({ response }: AttemptDetailView) => linesOf(response?.headers ?? [], differsEachTime) },
    { name: 'body', of: ({ response }: AttemptDetailView) => (response?.body ? response.body.split('\n') : []) },
  ].map(({ name, of }) => ({ name, lines: diffLines(of(before), of(after)) }))
  const changed = parts.filter(({ lines }) => lines.some(({ sign }) => sign !== ' '))
  // What is the same is shown of the status alone, so that a reader knows where they are.
  const lines = parts.flatMap(({ name, lines }) => (name === 'status' ? lines : lines.filter(({ sign }) => sign !== ' ')))
  return {
    summary: summarize(
      before,
      after,
      changed.map(({ name }) => name),
    ),
    lines,
  }
}

const statusLine = ({ status, error }: AttemptDetailView): string =>
  status === null ? `no answer (${(error ?? 'unknown').replaceAll('_', ' ')})` : `HTTP ${status}`

const linesOf = (headers: HeaderPair[], isLeftOut: (name: string) => boolean): string[] =>
  headers.filter(([name]) => !isLeftOut(name)).map(([name, value]) => `${name}: ${value}`)

function summarize(before: AttemptDetailView, after: AttemptDetailView, changed: string[]): string {
  const took = `It took ${formatMs(after.totalMs)}, before ${formatMs(before.totalMs)}.`
  const same = describeOutcome(before) === describeOutcome(after)
  const outcome = same ? `It ${describeOutcome(after)} again` : `It ${describeOutcome(after)}; before, it ${describeOutcome(before)}`
  const others = changed.filter(name => name !== 'status')
  if (others.length === 0) return `${outcome}${same ? ', with the same answer' : ''}. ${took}`
  return `${outcome}, with ${others.length === 1 ? 'another' : 'other'} ${joinAnd(others)}. ${took}`
}

const joinAnd = (words: string[]): string => (words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`)
