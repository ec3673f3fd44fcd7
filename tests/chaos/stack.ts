import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { request } from 'undici'
import { createDatabase, type Database } from '#tests/chaos/database.ts'
import { createProgram, type Program } from '#tests/chaos/program.ts'
import { freePort } from '#tests/support/port.ts'
import { makeTemporary } from '#tests/support/temporary.ts'

/** Everything that a fault needs: a real database, web, workers and a receiver, and the address and key to post with. */
export type Stack = {
  database: Database
  web: Program
  workers: Program[]
  receiver: Program
  receiverUrl: string
  api: Api
  /** What arrived, as the receiver has it. */
  report: () => Promise<Report>
  close: () => Promise<void>
}

export type Api = { url: string; key: string }
export type Report = { deliveries: [id: string, count: number, firstAt: number][]; invalid: number; open: number }

export type StackOptions = { workers: number; preload?: string }

/** The one signing secret of all endpoints, so that the receiver verifies by itself. */
const secret = `whsec_${randomBytes(24).toString('base64')}`

export async function startStack({ workers: workerCount, preload }: StackOptions): Promise<Stack> {
  const directory = await makeTemporary()
  const database = await createDatabase({
    dir: join(directory.path, 'db'),
    port: await freePort(),
    password: randomBytes(16).toString('hex'),
  })
  const [webPort, receiverPort, workerPort] = [await freePort(), await freePort(), await freePort()]
  const variables = {
    DATABASE_URL: database.url,
    POSTHORN_SECRET: randomBytes(32).toString('base64'),
    POSTHORN_ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
    POSTHORN_ALLOW_SUBNETS: '127.0.0.0/8',
    POSTHORN_LOG_LEVEL: 'warn',
    POSTHORN_WORKER_PORT: String(workerPort),
    PORT: String(webPort),
  }
  const receiver = createProgram('receiver', ['tests/chaos/receiver.ts'], { CHAOS_SECRET: secret, CHAOS_PORT: String(receiverPort) })
  const web = createProgram('web', ['server/main.ts'], variables)
  const preloads = preload === undefined ? [] : ['--import', preload]
  const workers = Array.from({ length: workerCount }, (_, i) =>
    createProgram(`worker ${i + 1}`, [...preloads, 'worker/main.ts'], variables),
  )
  const programs = [web, ...workers, receiver]

  const close = async () => {
    await Promise.all(programs.map(program => program.stop()))
    await database.stop()
    await directory.remove()
  }
  try {
    const { token } = await prepare(variables)
    await Promise.all(programs.map(program => program.start()))
    const api = { url: `http://127.0.0.1:${webPort}/api/v1`, key: token }
    const receiverUrl = `http://127.0.0.1:${receiverPort}`
    return { database, web, workers, receiver, receiverUrl, api, report: () => reportOf(receiver), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Migrates, and makes an environment and its key, by the commands that a person has. */
async function prepare(variables: Record<string, string>): Promise<{ token: string }> {
  await posthorn(['migrate'], variables)
  await posthorn(['environment', 'create', 'chaos', '--allow-http', '--json'], variables)
  return JSON.parse(await posthorn(['key', 'create', '--environment', 'chaos', '--json'], variables))
}

const run = promisify(execFile)

async function posthorn(args: string[], variables: Record<string, string>): Promise<string> {
  return (await run(process.execPath, ['cli/main.ts', ...args], { env: { ...process.env, ...variables } })).stdout
}

function reportOf(receiver: Program): Promise<Report> {
  return new Promise(resolve => {
    receiver.onMessage(message => {
      if (typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'report')
        resolve(message as unknown as Report)
    })
    receiver.send({ kind: 'report' })
  })
}

/** Applications of one endpoint each, whose receiver takes so long to answer. Returns their uids. */
export async function addMerchants({ api, receiverUrl }: Stack, count: number, answerMs: number): Promise<string[]> {
  const uids = Array.from({ length: count }, () => `shop-${randomBytes(4).toString('hex')}`)
  for (const uid of uids) {
    await post(api, '/app', { name: uid, uid })
    await post(api, `/app/${uid}/endpoint`, { url: `${receiverUrl}/${answerMs}`, secret })
  }
  return uids
}

async function post(api: Api, path: string, body: object): Promise<void> {
  const headers = { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' }
  const response = await request(api.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  const text = await response.body.text()
  if (response.statusCode !== 201) throw new Error(`POST ${path} was answered ${response.statusCode}: ${text}`)
}
