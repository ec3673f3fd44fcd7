import { symlinkSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { makeCases } from '#tests/receiving/cases.ts'
import { judge } from '#tests/receiving/judge.ts'
import { type Kind, languages, readSnippet } from '#tests/receiving/snippets.ts'

/** What docs/receiving.md shows for Node believes what the worker signs, and nothing else. The other languages: languages.test.ts. */
const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))

const main = `
import { readFileSync } from 'node:fs'
import { verify } from './receiver.ts'

for (const { body, headers, secret } of JSON.parse(readFileSync(0, 'utf8'))) {
  try {
    verify(Buffer.from(body, 'base64'), headers, secret)
    console.log('believed')
  } catch {
    console.log('refused')
  }
}
`

const styles = { library: ['webhook'], own: ['webhook', 'svix'] } as const

test.each<Kind>(['library', 'own'])('TypeScript, %s', async kind => {
  const cases = makeCases(styles[kind])
  const judged = await judge(cases, directory => {
    symlinkSync(modules, `${directory}/node_modules`)
    return {
      files: { 'package.json': '{"type":"module"}', 'receiver.ts': readSnippet(kind, 'typescript'), 'main.ts': main },
      run: [process.execPath, 'main.ts'],
    }
  })
  expect(judged).toEqual(cases.map(({ name, good }) => `${name}: ${good ? 'believed' : 'refused'}`))
})

test('the guide has all eight languages twice', () => {
  for (const language of languages) for (const kind of ['library', 'own'] as const) expect(readSnippet(kind, language)).toMatch(/verify/i)
})
