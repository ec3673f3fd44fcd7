import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { startEmbedded } from '#cli/embedded-database.ts'
import { buildWeb, isBuilt } from '#cli/web-build.ts'
import { migrate } from '#server/migrate.ts'
import { freePort } from '#tests/support/port.ts'
import { startReceiver } from '#tests/support/receiver.ts'
import { makeTemporary } from '#tests/support/temporary.ts'

/**
 * What a run of the end-to-end tests needs, once: PostgreSQL, the built pages, a real web process and a real worker.
 * The tests' own processes inherit the variables, so that they can look into the same database.
 */
export default async function startStack(): Promise<() => Promise<void>> {
  const directory = await makeTemporary()
  const database = await startEmbedded({
    dir: join(directory.path, 'db'),
    port: await freePort(),
    password: randomBytes(16).toString('hex'),
    settings: { fsync: 'off' },
  })
  await migrate(database.url)
  if (!isBuilt()) await buildWeb({}, new AbortController().signal)

  const port = await freePort()
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    PORT: String(port),
    POSTHORN_URL: `http://localhost:${port}`,
    POSTHORN_WORKER_PORT: String(await freePort()),
    POSTHORN_SECRET: randomBytes(32).toString('base64'),
    POSTHORN_ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
    POSTHORN_ALLOW_SUBNETS: '127.0.0.0/8',
    POSTHORN_LOG_LEVEL: 'warn',
  })
  const receiver = await startReceiver()
  process.env.POSTHORN_RECEIVER = receiver.inbox().url
  const stops = [await startProcess('server/main.ts'), await startProcess('worker/main.ts'), receiver.close]

  return async () => {
    for (const stop of stops) await stop()
    await database.stop()
    await directory.remove()
  }
}

/** Starts one of Posthorn's processes and waits until it says that it is ready. */
async function startProcess(script: string): Promise<() => Promise<void>> {
  const child = fork(script, { env: { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '' } })
  const exited = once(child, 'exit')
  await Promise.race([
    once(child, 'message'),
    exited.then(([code]) => {
      throw new Error(`${script} ended with code ${code} before it was ready`)
    }),
  ])
  return async () => {
    child.kill('SIGTERM')
    await exited
  }
}
