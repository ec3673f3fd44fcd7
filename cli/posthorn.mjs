#!/usr/bin/env node
/**
 * The `posthorn` command, and what `npm start` and `npm test` run. It needs only Node 20 and npm: it installs the packages when
 * they are missing or older than package-lock.json, and goes on in the Node 24 that came with them.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const packages = join(root, 'node_modules')
const stamp = join(packages, '.posthorn-installed')
const nodeMajor = Number(process.versions.node.split('.')[0])

const read = path => (existsSync(path) ? readFileSync(path, 'utf8') : '')
const say = text => process.stderr.write(`${text}\n`)
const hashOfLock = () =>
  createHash('sha256')
    .update(read(join(root, 'package-lock.json')))
    .digest('hex')

/** Whether every package of the lock is there in its version. `npm ci --omit=dev` is enough for all but the tests. */
function isInstalled(withDev) {
  if (read(stamp) === hashOfLock()) return true
  const there = JSON.parse(read(join(packages, '.package-lock.json')) || '{"packages":{}}').packages
  const wanted = Object.entries(JSON.parse(read(join(root, 'package-lock.json'))).packages)
  // Optional ones may be missing: most of them are for other platforms.
  const lacking = wanted.filter(
    ([path, entry]) => path !== '' && (there[path] ? there[path].version !== entry.version : !entry.optional && !entry.devOptional),
  )
  if (lacking.length === 0) writeFileSync(stamp, hashOfLock())
  return lacking.every(([path, entry]) => !withDev && entry.dev && !there[path])
}

function runOrExit(command, args, sentence) {
  const options = { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' }
  const { status, error, stdout, stderr } = spawnSync(command, args, options)
  if (status === 0) return
  say([stdout, stderr, error?.message, sentence].filter(Boolean).join('\n'))
  process.exit(status ?? 1)
}

function install(withDev) {
  if (isInstalled(withDev)) return
  say('Installing the packages (about a minute, only after a change)…')
  const dev = withDev ? ['--include=dev'] : []
  runOrExit('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...dev], 'npm ci failed; what it said is above.')
  if (!isInstalled(withDev)) writeFileSync(stamp, hashOfLock())
}

/** The database client is generated from the schema, which may change without any package changing. */
function generateClient(node) {
  const schema = JSON.stringify(read(join(root, 'prisma', 'schema.prisma'))).slice(1, -1)
  if (read(join(root, 'server', 'generated', 'prisma', 'internal', 'class.ts')).includes(schema)) return
  runOrExit(node, [join(packages, 'prisma', 'build', 'index.js'), 'generate'], 'prisma generate failed; what it said is above.')
}

/** A session of its own, so that Ctrl-C reaches only this process, which passes it on once; the channel tells it when we are killed. */
function continueWith(node, args) {
  const child = spawn(node, [join(root, 'cli', 'main.ts'), ...args], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], detached: true })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', error => {
    say(`Posthorn could not run ${node}: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}

async function begin(args) {
  if (!(nodeMajor >= 20)) {
    say(
      `Posthorn needs Node.js 20 or later to begin with, and this is ${process.version}. Install it from https://nodejs.org and try again.`,
    )
    process.exit(1)
  }
  install(args[0] === 'test')
  const node = nodeMajor >= 24 ? process.execPath : join(packages, '.bin', 'node')
  if (!existsSync(node)) {
    say(
      `Posthorn runs on Node.js 24, which its packages bring only to Linux; this is ${process.version}. Install it from https://nodejs.org and try again.`,
    )
    process.exit(1)
  }
  generateClient(node)
  if (node === process.execPath) await import('./main.ts')
  else continueWith(node, args)
}

await begin(process.argv.slice(2))
