import { statfsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { dataDirectoryExists, secretsFile } from '#cli/data-directory.ts'
import { type Finding, ok, problem, warning } from '#cli/doctor/finding.ts'
import { holderOf, portState } from '#cli/ports.ts'
import { isBuilt } from '#cli/web-build.ts'
import type { Config } from '#server/config.ts'

const neededNode = 24
const answerLimitMs = 3_000
const lowBytes = 2 ** 30

/** What can be said without the database. */
export async function examineMachine(config: Config): Promise<Finding[]> {
  return [
    nodeVersion(process.versions.node),
    ...dataDirectory(config.dataDir),
    subnets(config.allowSubnets),
    build(),
    await webPort(config.port),
  ]
}

export function nodeVersion(version: string): Finding {
  if (Number(version.split('.')[0]) >= neededNode) return ok('node', version)
  return problem('node', `${version}, and Posthorn runs on ${neededNode} or later`, 'install Node.js 24; on Linux npm ci brings it')
}

export function subnets(allowed: string[]): Finding {
  if (allowed.length === 0) return ok('subnets', 'deliveries reach public addresses only')
  return warning(
    'subnets',
    `deliveries may also reach ${allowed.join(', ')}: whoever may set an endpoint's address can then reach what is there`,
    'keep POSTHORN_ALLOW_SUBNETS empty, or as narrow as can be; the demo allows 127.0.0.1 for its own receiver',
  )
}

function dataDirectory(path: string): Finding[] {
  if (!dataDirectoryExists(path)) return []
  const file = join(resolve(path), secretsFile)
  const open = (statSync(file).mode & 0o077) !== 0
  const disk = statfsSync(resolve(path))
  const free = disk.bavail * disk.bsize
  const gigabytes = `${(free / 2 ** 30).toFixed(1)} GB free`
  return [
    open ? problem('secrets', `${file} can be read by others`, `chmod 600 ${file}`) : ok('secrets', `${file} is private`),
    free < lowBytes ? problem('disk', gigabytes, 'make room: without any, nothing can be accepted') : ok('disk', gigabytes),
  ]
}

function build(): Finding {
  if (isBuilt()) return ok('dashboard', 'built')
  return warning('dashboard', 'not built, or from other files than are here now', 'npm start builds it; for posthorn web run npm run build')
}

async function webPort(port: number): Promise<Finding> {
  const check = `port ${port}`
  if ((await portState(port)) === 'free')
    return warning(check, 'nothing listens: the web process does not run here', 'npm start, or posthorn web')
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(answerLimitMs) })
    if (answer.ok) return ok(check, 'the web process answers')
    if (answer.status === 503) return problem(check, 'the web process answers that its database is away', 'see the line about the database')
  } catch {
    // not ours, or hanging
  }
  const holder = holderOf(port)
  const by = holder ? ` (process ${holder.pid}: ${holder.command.slice(0, 60)})` : ''
  return problem(check, `taken by something that is not Posthorn${by}`, 'stop it, or set PORT to another')
}
