import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeTemporary, type Temporary } from '#tests/support/temporary.ts'

/**
 * cli/posthorn.mjs in a repository of its own, with an npm that writes down what it is asked and then has installed what the lock says.
 */
let temporary: Temporary
const bootstrap = fileURLToPath(new URL('../../cli/posthorn.mjs', import.meta.url))
const at = (...path: string[]) => join(temporary.path, ...path)

const npm = `#!/bin/sh
echo "$@" >> npm-calls
rm -rf node_modules && mkdir -p node_modules && cp package-lock.json node_modules/.package-lock.json
`

beforeEach(async () => {
  temporary = await makeTemporary()
  for (const folder of ['cli', 'bin', 'prisma', 'server/generated/prisma/internal']) mkdirSync(at(folder), { recursive: true })
  cpSync(bootstrap, at('cli/posthorn.mjs'))
  writeFileSync(at('cli/main.ts'), `console.log('main', process.argv.slice(2).join(' '))`)
  writeFileSync(at('bin/npm'), npm)
  chmodSync(at('bin/npm'), 0o755)
  writeFileSync(at('prisma/schema.prisma'), 'model "A" {}\n')
  writeFileSync(at('server/generated/prisma/internal/class.ts'), `inlineSchema: ${JSON.stringify('model "A" {}\n')}`)
  lock({ 'node_modules/a': { version: '1.0.0' } })
})
afterEach(() => temporary.remove())

function lock(packages: Record<string, object>, file = 'package-lock.json') {
  writeFileSync(at(file), JSON.stringify({ packages: { '': { name: 'posthorn' }, ...packages } }))
}

function run(...args: string[]) {
  const { status, stdout } = spawnSync(process.execPath, [at('cli/posthorn.mjs'), ...args], {
    cwd: temporary.path,
    encoding: 'utf8',
    env: { ...process.env, PATH: [at('bin'), process.env.PATH].join(delimiter) },
  })
  expect({ status, stdout }).toEqual({ status: 0, stdout: `main ${args.join(' ')}\n` })
}

function npmCalls(): string[] {
  return existsSync(at('npm-calls')) ? readFileSync(at('npm-calls'), 'utf8').trim().split('\n') : []
}

test('installs once, and again only when the lock has changed', () => {
  run('start', '--no-demo')
  run('start')
  expect(npmCalls()).toEqual(['ci --no-audit --no-fund --loglevel=error'])
  lock({ 'node_modules/a': { version: '1.0.1' } })
  run('start')
  expect(npmCalls()).toHaveLength(2)
})

test('installs again when the packages were removed', () => {
  run('start')
  rmSync(at('node_modules'), { recursive: true })
  run('start')
  expect(npmCalls()).toHaveLength(2)
})

test('is content with what somebody else has installed, whatever the dates of the files', () => {
  mkdirSync(at('node_modules'))
  lock({ 'node_modules/a': { version: '1.0.0' } }, 'node_modules/.package-lock.json')
  run('start')
  expect(npmCalls()).toEqual([])
})

test('packages of other platforms may be missing; development ones only where nothing is tested', () => {
  const runtime = { 'node_modules/a': { version: '1.0.0' } }
  lock({
    ...runtime,
    'node_modules/fsevents': { version: '2.0.0', optional: true },
    'node_modules/vitest': { version: '5.0.0', dev: true },
  })
  mkdirSync(at('node_modules'))
  lock(runtime, 'node_modules/.package-lock.json')
  run('start')
  expect(npmCalls()).toEqual([])
  run('test')
  expect(npmCalls()).toEqual(['ci --no-audit --no-fund --loglevel=error --include=dev'])
})

test('generates the database client when the schema is another', () => {
  mkdirSync(at('node_modules/prisma/build'), { recursive: true })
  lock({ 'node_modules/a': { version: '1.0.0' } }, 'node_modules/.package-lock.json')
  writeFileSync(at('node_modules/prisma/build/index.js'), `require('node:fs').writeFileSync('generated', process.argv[2])`)
  run('start')
  expect(existsSync(at('generated'))).toBe(false)
  writeFileSync(at('prisma/schema.prisma'), 'model "B" {}\n')
  run('start')
  expect(readFileSync(at('generated'), 'utf8')).toBe('generate')
})
