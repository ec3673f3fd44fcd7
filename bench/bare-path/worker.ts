import { createHmac } from 'node:crypto'
import pg from 'pg'
import { Agent, request } from 'undici'
import { again, createRecorder } from '#bench/bare-path/record.ts'
import { type Job, openQueue } from '#server/queue.ts'

/** The worker of the bare path: claims, signs, sends, records. No retries, no lanes, no leases, no reaper, no address guard. */
const connectionString = process.env.DATABASE_URL!
const slots = 400
const maxClaim = 200
/** Claiming a handful at a time would cost a statement for each handful. */
const minRoom = 32
const pollMs = 500
const timeoutMs = 15_000
const queueName = 'deliver'

const pool = new pg.Pool({ connectionString, max: 6 })
const queue = await openQueue()
const agent = new Agent({ connections: 64, pipelining: 1, keepAliveTimeout: 30_000 })
const record = createRecorder(pool)

type Endpoint = { id: string; url: string; secret: string }
const endpoints = new Map<string, Endpoint>()

async function endpointOf(id: string): Promise<Endpoint> {
  const known = endpoints.get(id)
  if (known) return known
  const { rows } = await pool.query<Endpoint>('select id, url, secret from endpoint where id = $1', [id])
  endpoints.set(id, rows[0]!)
  return rows[0]!
}

type Message = { id: string; body: string }
const loadMessages = {
  name: 'messages',
  text: `select i.id, m.application_id, p.body from unnest($1::uuid[]) as i(id) join message m on m.id = i.id
    left join payload p on p.expiry_week = m.expiry_week and p.message_id = m.id`,
}

let active = 0
let woken = false
let wakeUp: (() => void) | null = null
function wake(): void {
  woken = true
  wakeUp?.()
}

const wait = (ms: number): Promise<void> =>
  new Promise(resolve => {
    if (woken) return resolve()
    const timer = setTimeout(resolve, ms)
    wakeUp = () => {
      clearTimeout(timer)
      wakeUp = null
      resolve()
    }
  })

async function deliver(job: Job, message: Message, endpoint: Endpoint): Promise<void> {
  const startedAt = performance.now()
  const timestamp = Math.floor(Date.now() / 1000)
  const signature = createHmac('sha256', endpoint.secret).update(`${message.id}.${timestamp}.${message.body}`).digest('base64')
  const headers = {
    'content-type': 'application/json',
    'webhook-id': message.id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${signature}`,
  }
  let status = 0
  let text = ''
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await request(endpoint.url, { method: 'POST', dispatcher: agent, signal, body: message.body, headers })
    text = await response.body.text()
    status = response.statusCode
  } catch (error) {
    text = String(error)
  }
  const totalUs = Math.round((performance.now() - startedAt) * 1000)
  record({
    job: job.id,
    claim: job.retryCount,
    message: message.id,
    endpoint: endpoint.id,
    queue: queueName,
    status,
    totalUs,
    response: text,
  })
  active--
  wake()
}

async function startAll(jobs: Job[]): Promise<void> {
  const { rows } = await pool.query<Message>({ ...loadMessages, values: [jobs.map(job => job.data.m)] })
  const messages = new Map(rows.map(row => [row.id, row]))
  for (const job of jobs) void deliver(job, messages.get(job.data.m)!, await endpointOf(job.groupId))
}

const listener = new pg.Client({ connectionString })
await listener.connect()
listener.on('notification', wake)
await listener.query('listen deliver')
process.on('disconnect', () => process.exit())
process.send?.({ kind: 'ready' })

for (;;) {
  woken = false
  const room = slots - active
  if (room < minRoom) {
    await wait(pollMs)
    continue
  }
  const jobs = await again(() => queue.fetch(queueName, Math.min(room, maxClaim), Date.now(), pool))
  if (jobs.length === 0) await wait(pollMs)
  active += jobs.length
  await startAll(jobs)
}
