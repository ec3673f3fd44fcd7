import { Prisma } from '#server/generated/prisma/client.ts'
import { jobColumns, jobValues } from '#server/queue.ts'
import type { SearchValues } from '#server/search/extract.ts'
import type { Tx } from '#server/writes.ts'

type NewSynthetic = {
  environmentId: string
  applicationId: string
  endpointId: string
  eventType: string
  body: Buffer
  /** The message that was edited, whose channels, tags and content type it keeps; null: a test event. */
  original: string | null
  searchValues: SearchValues | null
}

/**
 * A message that no event is behind, for one endpoint, whatever that subscribes to, with its payload, delivery and job: as ingest stores
 * them. Returns its id.
 */
export async function insertSynthetic(
  { environmentId, applicationId, endpointId, eventType, body, original, searchValues }: NewSynthetic,
  tx: Tx,
): Promise<string> {
  const [row] = await tx.$queryRaw<[{ id: string }]>`
    with original as materialized (
      select id, channels, tags, content_type from message where id = ${original}::uuid),
    target as materialized (
      select uuid_v7() as id, pgboss.job_now() + make_interval(days => v.payload_days) as expires_at,
        case when not e.disabled then uuid_v7() end as job_id, l.endpoint_id as lane
      from endpoint e join environment v on v.id = ${environmentId}::uuid
      left join lane l on l.endpoint_id = e.id and l.state = 'open' where e.id = ${endpointId}::uuid),
    m as (
      insert into message (id, environment_id, application_id, event_type, expires_at, synthetic, synthetic_of, channels, tags, content_type)
      select t.id, ${environmentId}::uuid, ${applicationId}::uuid, ${eventType}::text, t.expires_at, o.id is null, o.id, o.channels, o.tags,
        o.content_type
      from target t left join original o on true),
    p as (
      insert into payload (expiry_week, message_id, body) select week_of(expires_at), id, ${body}::bytea from target),
    s as (
      insert into search_value (value, message_id, label)
      select v.hash, t.id, v.label from target t
      cross join lateral unnest(${searchValues?.hashes ?? []}::uuid[], ${searchValues?.labels ?? []}::text[]) as v(hash, label)),
    d as (
      insert into delivery (message_id, endpoint_id, application_id, event_type, state, reason, job_id, next_attempt_at)
      select id, ${endpointId}::uuid, ${applicationId}::uuid, ${eventType}::text, case when job_id is null then 4 else 0 end,
        case when job_id is null then 1 end, job_id, case when job_id is not null then pgboss.job_now() end
      from target),
    j as (
      insert into pgboss.job (id, name, data, group_id, priority, start_after, created_on, ${Prisma.raw(jobColumns)})
      select job_id, coalesce('lane/' || lane, 'deliver'), jsonb_build_object('m', id), ${endpointId}::text, due_priority(pgboss.job_now()),
        pgboss.job_now(), pgboss.job_now(), ${Prisma.raw(jobValues)}
      from target where job_id is not null)
    select id from target`
  return row.id
}
