import { createHash, randomUUID } from 'node:crypto'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import pg from 'pg'
import { openIngest } from '#bench/bare-path/ingest.ts'

/** The web process of the bare path: no authentication, no validation, no exact payload bytes, no conflicts answered. */
const connectionString = process.env.DATABASE_URL!
const setup = new pg.Pool({ connectionString, max: 1 })
const ingest = await openIngest(connectionString)

type Body = { eventType: string; payload: unknown }

const app = new Hono()
app.post('/api/v1/app/:application/msg', async c => {
  const text = await c.req.text()
  const { eventType, payload } = JSON.parse(text) as Body
  const id = await ingest({
    application: c.req.param('application'),
    eventType,
    body: JSON.stringify(payload),
    key: c.req.header('idempotency-key') ?? randomUUID(),
    hash: createHash('sha256').update(text).digest(),
  })
  return c.json({ id, eventType, payload, timestamp: new Date().toISOString() }, 202)
})
app.post('/api/v1/app', c => c.json({ id: randomUUID() }, 201))
app.post('/api/v1/app/:application/endpoint', async c => {
  const { url } = (await c.req.json()) as { url: string }
  const { rows } = await setup.query<{ id: string }>(
    `insert into endpoint (id, application_id, url, secret) values (uuid_v7(), $1, $2, 'c2VjcmV0c2VjcmV0c2VjcmV0') returning id`,
    [c.req.param('application'), url],
  )
  return c.json({ id: rows[0]?.id }, 201)
})

serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' }, () => process.send?.({ kind: 'ready' }))
process.on('disconnect', () => process.exit())
