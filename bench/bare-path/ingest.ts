import pg from 'pg'

/** Ingest with group commit: requests that arrive while a statement runs go to Postgres together, as arrays. */
const ingest = {
  name: 'ingest',
  text: `
with input as materialized (
  select uuid_v7() as id, i.*, week_of(now() + interval '90 days') as expiry_week
  from unnest($1::int[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bytea[]) as i(ord, application_id, event_type, body, key, body_hash)),
won as (
  insert into message_key select application_id, 0, key, id, body_hash from input where key is not null order by application_id, key
  on conflict (application_id, kind, key) do update set message_id = excluded.message_id, body_hash = excluded.body_hash
    where message_key.message_id < uuid_v7_floor(now() - interval '12 hours') returning message_id),
fresh as (select * from input where key is null or id in (select message_id from won)),
m as (insert into message select id, application_id, event_type, null, expiry_week from fresh),
p as (insert into payload select expiry_week, id, body from fresh),
d as (
  insert into delivery (message_id, endpoint_id, application_id, event_type)
  select f.id, e.id, f.application_id, f.event_type from fresh f
  join endpoint e on e.application_id = f.application_id and not e.disabled and (e.event_types is null or f.event_type = any (e.event_types))
  returning message_id, endpoint_id),
j as (
  insert into pgboss.job (id, name, data, group_id, priority, retry_limit, expire_seconds, deletion_seconds, keep_until, policy)
  select uuid_v7(), coalesce('lane/' || l.endpoint_id, 'deliver'), jsonb_build_object('m', d.message_id), d.endpoint_id::text,
    1735689600 - floor(extract(epoch from now()))::bigint, 1000, 3600, 60, 'infinity', 'standard'
  from d left join lane l on l.endpoint_id = d.endpoint_id)
select ord, id from fresh`,
}

export type Posted = { application: string; eventType: string; body: string; key: string; hash: Buffer }

const maxBatch = 200
const parallel = 2
const notifySpacingMs = 2

export async function openIngest(connectionString: string): Promise<(message: Posted) => Promise<string>> {
  const pool = new pg.Pool({ connectionString, max: 4 })
  const notifier = new pg.Client({ connectionString })
  await notifier.connect()
  await notifier.query('set synchronous_commit = off')

  let waiting: { message: Posted; resolve: (id: string) => void; reject: (error: unknown) => void }[] = []
  let running = 0
  let notifying = false

  const notify = (): void => {
    if (notifying) return
    notifying = true
    setTimeout(async () => {
      await notifier.query('notify deliver')
      notifying = false
    }, notifySpacingMs)
  }

  const flush = async (): Promise<void> => {
    if (running >= parallel || waiting.length === 0) return
    running++
    const batch = waiting.slice(0, maxBatch)
    waiting = waiting.slice(maxBatch)
    const column = <T>(pick: (message: Posted) => T) => batch.map(({ message }) => pick(message))
    const values = [
      batch.map((_, ord) => ord),
      column(m => m.application),
      column(m => m.eventType),
      column(m => m.body),
      column(m => m.key),
      column(m => m.hash),
    ]
    try {
      const { rows } = await pool.query<{ ord: number; id: string }>({ ...ingest, values })
      for (const { ord, id } of rows) batch[ord]?.resolve(id)
      notify()
      for (const { reject } of batch) reject(new Error('conflict')) // no effect on those that are resolved
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
    running--
    if (waiting.length > 0) setImmediate(flush)
  }

  return message =>
    new Promise((resolve, reject) => {
      waiting.push({ message, resolve, reject })
      if (waiting.length === 1) setImmediate(flush)
    })
}
