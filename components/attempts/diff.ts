import { describeOutcome } from '#components/attempts/words.ts'
import { formatMs } from '#components/ui/format.ts'
import { differsEachTime } from '#server/attempts/volatile-headers.ts'
import type { AttemptDetailView, HeaderPair } from '#server/messages/detail-schema.ts'

/** `−`: of the attempt before, `+`: of this one, a space: of both. */
export type DiffLine = { sign: ' ' | '−' | '+'; text: string }

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

/** Above this many lines between what is the same at both ends, a table of all pairs would cost the browser more than it helps the reader. */
const maxLines = 400

/** The longest common subsequence of lines, found between the ends that are the same. */
export function diffLines(before: string[], after: string[]): DiffLine[] {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start++
  let end = 0
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end)) end++
  const same = (texts: string[]): DiffLine[] => texts.map(text => ({ sign: ' ', text }))
  const was = before.slice(start, before.length - end)
  const is = after.slice(start, after.length - end)
  return [...same(before.slice(0, start)), ...diffMiddle(was, is), ...same(before.slice(before.length - end))]
}

function diffMiddle(was: string[], is: string[]): DiffLine[] {
  if (was.length > maxLines || is.length > maxLines) return [...signed('−', was), ...signed('+', is)]
  // length[i][j]: of the longest common subsequence of what follows was[i] and is[j].
  const length = Array.from({ length: was.length + 1 }, () => new Array<number>(is.length + 1).fill(0))
  const at = (i: number, j: number) => length[i]?.[j] ?? 0
  for (let i = was.length - 1; i >= 0; i--)
    for (let j = is.length - 1; j >= 0; j--) length[i]![j] = was[i] === is[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < was.length && j < is.length) {
    if (was[i] === is[j]) {
      lines.push({ sign: ' ', text: was[i]! })
      i++
      j++
    } else if (at(i + 1, j) >= at(i, j + 1)) lines.push({ sign: '−', text: was[i++]! })
    else lines.push({ sign: '+', text: is[j++]! })
  }
  return [...lines, ...signed('−', was.slice(i)), ...signed('+', is.slice(j))]
}

const signed = (sign: DiffLine['sign'], texts: string[]): DiffLine[] => texts.map(text => ({ sign, text }))
