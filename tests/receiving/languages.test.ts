import { expect, test } from 'vitest'
import { cargoManifest, hasCommand, pythonOf, rustEnvironment } from '#tests/clients/toolchains.ts'
import { type Case, makeCases } from '#tests/receiving/cases.ts'
import { judge, type Program, readMain } from '#tests/receiving/judge.ts'
import { type Kind, type Language, readSnippet } from '#tests/receiving/snippets.ts'

/** What docs/receiving.md shows for other languages, where the machine has them: part of `npm run test:clients`. */
type Reading = { language: Language; kind: Kind; command: string; program: (cases: readonly Case[]) => Program }

const goManifest = {
  own: 'module receiving\n\ngo 1.23\n',
  library: 'module receiving\n\ngo 1.23\n\nrequire github.com/standard-webhooks/standard-webhooks/libraries v0.0.1\n',
}

const goModule = (verify: string) => `package main

import (
	"net/http"

	"receiving/receiver"
)

func verify(body []byte, headers http.Header, secret string) error {
	${verify}
}
`

const go = (kind: Kind, verify: string): Reading => ({
  language: 'go',
  kind,
  command: 'go',
  program: () => ({
    files: {
      'go.mod': goManifest[kind],
      'receiver/receiver.go': readSnippet(kind, 'go'),
      'main.go': readMain('main.go'),
      'verify.go': goModule(verify),
    },
    build: ['go', 'build', '-mod=mod', '-o', 'receiving', '.'],
    run: ['./receiving'],
  }),
})

const crates = ['base64', 'hmac', 'http', 'serde_json', 'sha2', 'standardwebhooks']

const rust = (kind: Kind): Reading => ({
  language: 'rust',
  kind,
  command: 'cargo',
  program: () => ({
    files: {
      'Cargo.toml': cargoManifest('receiving', crates),
      'src/receiver.rs': readSnippet(kind, 'rust'),
      'src/main.rs': readMain('main.rs'),
    },
    build: ['cargo', 'build', '--quiet', '-j', '1'],
    run: [`${rustEnvironment.CARGO_TARGET_DIR}/debug/receiving`],
    env: rustEnvironment,
  }),
})

const readings: Reading[] = [
  ...(['library', 'own'] as const).map(
    (kind): Reading => ({
      language: 'python',
      kind,
      command: 'python3',
      program: () => ({
        files: { 'receiver.py': readSnippet(kind, 'python'), 'main.py': readMain('main.py') },
        run: [pythonOf(), 'main.py'],
      }),
    }),
  ),
  go('own', '_, err := receiver.Verify(body, headers, secret)\n\treturn err'),
  go('library', 'return receiver.Verify(body, headers, secret)'),
  {
    language: 'java',
    kind: 'own',
    command: 'javac',
    program: cases => ({
      files: { 'Receiver.java': readSnippet('own', 'java'), 'Main.java': readMain('Main.java') },
      build: ['javac', 'Receiver.java', 'Main.java'],
      run: [
        'java',
        '-cp',
        '.',
        'Main',
        ...cases.map(({ secret, body, headers }) => [secret, body, ...Object.entries(headers).flat()].join('\t')),
      ],
    }),
  },
  rust('own'),
  rust('library'),
]

const styles = { library: ['webhook'], own: ['webhook', 'svix'] } as const

for (const { language, kind, command, program } of readings) {
  const missing = hasCommand(command) ? '' : ` (skipped: there is no ${command} here)`
  test.skipIf(missing !== '')(`${language}, ${kind}${missing}`, { timeout: 600_000 }, async () => {
    const cases = makeCases(styles[kind])
    const judged = await judge(cases, () => program(cases))
    expect(judged).toEqual(cases.map(({ name, good }) => `${name}: ${good ? 'believed' : 'refused'}`))
  })
}
