import { expect, test } from 'vitest'
import { diffLines } from '#components/ui/line-diff.ts'

const show = (lines: ReturnType<typeof diffLines>) => lines.map(({ sign, text }) => `${sign}${text}`)

test.each([
  ['the same', 'abc', 'abc', [' a', ' b', ' c']],
  ['one in the middle', 'abc', 'axc', [' a', '−b', '+x', ' c']],
  ['one more', 'ac', 'abc', [' a', '+b', ' c']],
  ['one less', 'abc', 'ac', [' a', '−b', ' c']],
  ['what moved is the shorter part', 'abcd', 'bcda', ['−a', ' b', ' c', ' d', '+a']],
  ['repeated', 'aaa', 'aa', [' a', ' a', '−a']],
  ['nothing before', '', 'a', ['+a']],
  ['nothing in common', 'ab', 'cd', ['−a', '−b', '+c', '+d']],
])('%s', (_, before, after, lines) => expect(show(diffLines([...before], [...after]))).toEqual(lines))

test('of much, the whole', () => {
  const many = (prefix: string) => Array.from({ length: 500 }, (_, index) => `${prefix}${index}`)
  expect(diffLines(many('a'), many('b'))).toHaveLength(1_000)
})
