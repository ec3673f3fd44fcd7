/** `−`: of the text before, `+`: of the one after, a space: of both. */
export type DiffLine = { sign: ' ' | '−' | '+'; text: string }

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
