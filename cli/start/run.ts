import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { childEnvironment } from '#cli/child-environment.ts'
import { type DataDirectory, recall, remember } from '#cli/data-directory.ts'
import type { Greeting, Received } from '#cli/demo-receiver.ts'
import { localVariables } from '#cli/local-database.ts'
import { nextFreePort } from '#cli/ports.ts'
import { announcement } from '#cli/start/announce.ts'
import { keepDatabase } from '#cli/start/database.ts'
import { type Lifetime, openLifetime } from '#cli/start/lifetime.ts'
import { claimHome, demandPort, demandSecrets } from '#cli/start/place.ts'
import { type Prepared, prepare } from '#cli/start/preparation.ts'
import { watchCode } from '#cli/start/watch.ts'
import { type Supervised, supervise } from '#cli/supervise.ts'
import { buildWeb, isBuilt } from '#cli/web-build.ts'
import { type Config, readConfig } from '#server/config.ts'

export type StartOptions = { port?: number; demo: boolean; dev: boolean; logs: boolean }

const root = fileURLToPath(new URL('../../', import.meta.url))
const script = (path: string) => join(root, path)
const say = (text: string) => console.log(text)
const receiverPort = 8074

/** Resolves when everything is ended again. */
export async function start(options: StartOptions): Promise<void> {
  const lifetime = openLifetime(say)
  try {
    await bringUp(options, lifetime)
    await lifetime.ending
  } catch (error) {
    if (!lifetime.signal.aborted) throw error // ended while it was coming up: what broke off then is no failure
  } finally {
    await lifetime.end()
  }
}

async function bringUp(options: StartOptions, lifetime: Lifetime): Promise<void> {
  const config = readConfig(childEnvironment(options.port === undefined ? {} : { PORT: String(options.port) }))
  if (config.databaseUrl !== null) demandSecrets(config)
  const home = config.databaseUrl === null ? await claimHome(config, lifetime) : null
  await demandPort(config.port, home?.wasKilled ?? false, lifetime.signal)
  const database = await databaseVariables(config, home?.directory ?? null, lifetime)
  // The receiver opens loopback to deliveries: never beside a database that may serve real merchants. Its port comes after the database's,
  // which is taken by then: both look for the next free one.
  const receiver = options.demo && home ? await nextFreePort(recall(home.directory).ports?.receiver ?? receiverPort) : null
  const variables = { ...database, ...processVariables(config, options, receiver) }

  const [prepared] = await Promise.all([
    prepareAndRemember(home?.directory ?? null, options.demo, variables, lifetime),
    options.dev ? null : buildWhenStale(variables, lifetime),
  ])
  lifetime.signal.throwIfAborted()
  await startPrograms(options, prepared, receiver, variables, lifetime)
  say(announcement(config.url, prepared))
}

async function databaseVariables(config: Config, directory: DataDirectory | null, lifetime: Lifetime): Promise<Record<string, string>> {
  if (directory === null) return {}
  const database = await keepDatabase(directory, lifetime, say)
  if (database.notice) say(database.notice)
  return localVariables(directory, database, config)
}

function processVariables(config: Config, { dev, logs }: StartOptions, receiver: number | null): Record<string, string> {
  const quiet = config.logLevel === 'error' || config.logLevel === 'silent' ? config.logLevel : 'warn'
  return {
    PORT: String(config.port),
    NODE_ENV: dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    POSTHORN_LOG_LEVEL: logs ? config.logLevel : quiet,
    ...(receiver === null
      ? {}
      : {
          POSTHORN_ALLOW_SUBNETS: [...config.allowSubnets, '127.0.0.1/32'].join(','),
          POSTHORN_RECEIVER: `http://127.0.0.1:${receiver}/hooks`,
        }),
  }
}

async function prepareAndRemember(
  directory: DataDirectory | null,
  demo: boolean,
  variables: Record<string, string>,
  lifetime: Lifetime,
): Promise<Prepared> {
  const { apiKey, setupToken } = directory ? recall(directory) : {}
  const preparation = { demo, keepsKey: directory !== null, remembered: { apiKey, setupToken } }
  const prepared = await prepare(preparation, variables, lifetime.signal)
  if (directory)
    remember(directory, {
      apiKey: prepared.apiKey ?? undefined,
      setupToken: prepared.setupToken ?? undefined,
      ports: variables.POSTHORN_RECEIVER === undefined ? {} : { receiver: Number(new URL(variables.POSTHORN_RECEIVER).port) },
    })
  return prepared
}

async function buildWhenStale(variables: Record<string, string>, lifetime: Lifetime): Promise<void> {
  if (isBuilt()) return
  say('Building the dashboard (half a minute, only after a change)…')
  await buildWeb(variables, lifetime.signal)
}

async function startPrograms(
  { dev, logs }: StartOptions,
  { receiverSecret }: Prepared,
  receiver: number | null,
  variables: Record<string, string>,
  lifetime: Lifetime,
): Promise<void> {
  if (receiver !== null && receiverSecret !== null) startReceiver({ port: receiver, secret: receiverSecret }, lifetime)
  const web = supervise({ name: 'web', args: [script('server/main.ts'), ...(dev ? ['--dev'] : [])], variables, raw: logs || dev }, say)
  const worker = supervise({ name: 'worker', args: [script('worker/main.ts')], variables, raw: logs || dev }, say)
  endWith(lifetime, web, worker)
  if (dev) watchCode({ server: [web, worker], worker: [worker] }, lifetime)
  await Promise.race([Promise.all([web.ready, worker.ready]), lifetime.ending])
  lifetime.signal.throwIfAborted()
}

function startReceiver(greeting: Greeting, lifetime: Lifetime): void {
  const onMessage = (message: unknown) => {
    const { eventType, id, verified } = message as Received
    if (verified) say(`webhook received: ${eventType} ${id}, signature verified`)
    else say(`webhook refused: ${eventType} ${id}, its signature does not verify`)
  }
  // Ended after web and worker, which may still be delivering to it.
  endWith(lifetime, supervise({ name: 'demo receiver', args: [script('cli/demo-receiver.ts')], variables: {}, greeting, onMessage }, say))
}

function endWith(lifetime: Lifetime, ...programs: Supervised[]): void {
  lifetime.onEnd(
    async () => void (await Promise.all(programs.map(program => program.stop()))),
    () => {
      for (const program of programs) program.kill()
    },
  )
}
