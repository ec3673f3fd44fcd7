import type { Cluster, Database } from '#bench/machine/database.ts'
import { freePort, type Program, type Running, start } from '#bench/machine/processes.ts'
import { nodeOptions } from '#cli/node-options.ts'

/** What is measured: a web and a worker process over a database of their own. */
export type Stack = {
  /** Also the name under which the receiver counts its deliveries. */
  name: string
  port: number
  token: string
  database: Database
  web: Running
  /** Another one after `startWorker`. */
  worker: Running
  startWorker: () => Promise<void>
  /** One more, until the stack is stopped. */
  addWorker: () => Promise<void>
  stop: () => Promise<void>
}

export type Parts = {
  name: string
  scripts: { web: string; worker: string }
  /** Makes the tables; resolves with the token that callers of the API need. */
  install: (database: Database) => Promise<string>
  /** Besides those that every process gets. */
  variables: () => Promise<Record<string, string>>
  /** Directory for CPU profiles of web and worker. */
  profileTo: string | null
}

export async function startStack(cluster: Cluster, { name, scripts, install, variables, profileTo }: Parts): Promise<Stack> {
  const database = await cluster.createDatabase()
  const token = await install(database)
  const port = await freePort()
  const added: Running[] = []
  const program = async (process: 'web' | 'worker'): Promise<Program> => ({
    name: `${name} ${process}`,
    script: scripts[process],
    variables: {
      NODE_ENV: 'production',
      DATABASE_URL: database.url,
      PORT: String(port),
      POSTHORN_LOG_LEVEL: 'error',
      ...(await variables()),
    },
    nodeOptions: [
      ...nodeOptions,
      ...(profileTo === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileTo}`, `--cpu-prof-name=${name}-${process}.cpuprofile`]),
    ],
  })
  const stack: Stack = {
    name,
    port,
    token,
    database,
    web: await start(await program('web')),
    worker: await start(await program('worker')),
    startWorker: async () => {
      stack.worker = await start(await program('worker'))
    },
    addWorker: async () => void added.push(await start(await program('worker'))),
    stop: async () => {
      await Promise.all([stack.web, stack.worker, ...added].map(running => running.stop()))
      await database.drop()
    },
  }
  return stack
}
