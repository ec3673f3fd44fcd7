import { expect, test } from 'vitest'
import { lineAt, offsetOf, syntaxFault } from '#components/ui/json-place.ts'
import { colourJson } from '#components/ui/json-tokens.ts'

const text = `{
  "type": "object",
  "properties": {
    "a\\"b": { "type": "int" },
    "type": { "enum": [1, [2, 3], { "x": 4 }] }
  },
  "required": 7
}`
const lineOf = (path: (string | number)[]) => lineAt(text, offsetOf(text, path))

test.each<[(string | number)[], number]>([
  [[], 1],
  [['type'], 2],
  [['properties', 'a"b', 'type'], 4],
  [['properties', 'type', 'enum', 2, 'x'], 5],
  [['properties', 'type', 'none'], 5],
  [['required'], 7],
])('the line of %j is %i', (path, line) => expect(lineOf(path)).toBe(line))

test('items of lists are told apart', () => {
  const at = (path: (string | number)[]) => text.slice(offsetOf(text, path)).split(/[,\]}]/)[0]
  expect([at(['properties', 'type', 'enum', 0]), at(['properties', 'type', 'enum', 1, 1])]).toEqual(['1', '3'])
})

test.each([
  ['{"a": 1,\n}', 2],
  ['{\n"a": 1\n"b": 2}', 3],
  ['{"a":\n', 1],
  ['{"a": nul}', 1],
])('%j stops being JSON on line %i', (broken, line) => {
  expect(syntaxFault(broken)).toEqual({ line, message: expect.stringMatching(/^\S.*[^.]$/s) })
})

test('JSON has no fault', () => expect(syntaxFault(text)).toBeNull())

test.each([text, '{"a": "un', 'no json: at all', '{ "a" : [1, true] }\n\n'])('colour changes no character of %j', written =>
  expect(
    colourJson(written)
      .map(token => token.text)
      .join(''),
  ).toBe(written),
)

test('names and brackets are dim, values are not', () => {
  expect(colourJson('{"a" : "b"}')).toEqual([
    { text: '{"a"', dim: true },
    { text: ' ', dim: false },
    { text: ':', dim: true },
    { text: ' "b"', dim: false },
    { text: '}', dim: true },
  ])
})
