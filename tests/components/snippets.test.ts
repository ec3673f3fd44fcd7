import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { languages, shellQuoted, snippets } from '#components/attempts/snippets.ts'

const request = {
  url: 'https://shop.example.com/hook?a=1&b=$HOME',
  headers: [
    ['content-type', 'application/json'],
    ['webhook-id', 'msg_1'],
    ['webhook-timestamp', '1795106470'],
    ['webhook-signature', 'v1,abc='],
  ] as [string, string][],
  masked: ['x-shop'],
  body: `{"text":"it's $5, \`a\`, \\"b\\", \\u0041 \\\\ é 🎺"}\n`,
}

test('a shell hands curl the request as it is', () => {
  // Every argument on a line of its own, with what ends it.
  const curl = `curl() { printf '%s\\0' "$@"; }; X_SHOP='joe & co'; ${snippets.curl(request)}`
  const given = execFileSync('sh', ['-c', curl], { encoding: 'utf8' }).split('\0').slice(0, -1)
  expect(given).toEqual([
    '-i',
    request.url,
    ...request.headers.flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
    '-H',
    'x-shop: joe & co',
    '--data-raw',
    request.body,
  ])
})

test.each(["it's", '$(rm -rf /)', '`id`', '\\', '"', "'''", '', 'a\nb'])('%j means nothing to a shell', text => {
  expect(execFileSync('sh', ['-c', `printf %s ${shellQuoted(text)}`], { encoding: 'utf8' })).toBe(text)
})

test('a test in TypeScript sends the body as it is, and signs it itself', () => {
  const text = snippets.typescript(request)
  const literal = /^const body = (.*);$/m.exec(text)![1]!
  expect(JSON.parse(literal)).toBe(request.body)
  expect(text).toContain('"webhook-signature": signature,')
  expect(text).toContain('"x-shop": process.env.X_SHOP!,')
  expect(text).not.toContain('v1,abc=')
})

test('a test in Python sends the body as it is, and signs it itself', () => {
  const text = snippets.python(request)
  expect(JSON.parse(/^BODY = (.*)$/m.exec(text)![1]!)).toBe(request.body)
  expect(text).toContain('"webhook-timestamp": str(int(now.timestamp())),')
  expect(text).toContain('"x-shop": os.environ["X_SHOP"],')
  expect(text).not.toContain('1795106470')
})

test('each language ends with a line', () => {
  for (const language of languages) expect(snippets[language](request)).not.toMatch(/\n\n$/)
})
