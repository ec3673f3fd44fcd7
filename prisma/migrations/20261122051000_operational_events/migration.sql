-- Operational events: what Posthorn tells the company about its endpoints and deliveries, as messages of an application of our own in each
-- environment. They are written by the transaction that does what they tell (docs/decisions/011-operational-events.md).

alter table application add column internal boolean not null default false; -- of operational events: callers never see it
create unique index application_internal_key on application (environment_id) where internal;

-- `app_01m7…` from a uuid, as server/ids.ts does it: 26 characters of Crockford's base 32, the first with three bits.
create function public_id(prefix text, id uuid) returns text language sql immutable parallel safe as $$
  select prefix || '_' || string_agg(substr('0123456789abcdefghjkmnpqrstvwxyz',
    substring(B'00' || ('x' || replace(id::text, '-', ''))::bit(128) from position * 5 + 1 for 5)::bit(5)::int + 1, 1), '' order by position)
  from generate_series(0, 25) position $$;

create function public_time(at timestamptz) returns text language sql stable parallel safe as $$
  select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

-- A message with its payload, a delivery per matching endpoint and a job per pending delivery, in the caller's transaction. The rules are
-- those of server/messages/ingest-sql.ts; nobody is woken, workers find it when they poll.
create function send_message(application_id uuid, event_type text, payload text, channels text[] default null, tags text[] default null)
returns uuid language plpgsql as $$
#variable_conflict use_column
declare
  made uuid := uuid_v7();
  environment uuid;
  expiry timestamptz;
begin
  select a.environment_id, pgboss.job_now() + make_interval(days => e.payload_days) into environment, expiry
  from application a join environment e on e.id = a.environment_id
  where a.id = send_message.application_id and a.deleted_at is null;
  if not found then raise exception 'there is no application %', send_message.application_id; end if;

  insert into message (id, environment_id, application_id, event_type, channels, tags, expires_at)
  values (made, environment, send_message.application_id, send_message.event_type, send_message.channels, send_message.tags, expiry);
  insert into payload (expiry_week, message_id, body) values (week_of(expiry), made, convert_to(send_message.payload, 'UTF8'));
  with matched as materialized (
    select e.id as endpoint_id, case when not e.disabled then uuid_v7() end as job_id, l.endpoint_id as lane
    from endpoint e left join lane l on l.endpoint_id = e.id and l.state = 'open'
    where e.application_id = send_message.application_id and e.deleted_at is null
      and (e.event_types = '{}' or send_message.event_type = any (e.event_types))
      and (e.channels = '{}' or e.channels && send_message.channels)),
  d as (
    insert into delivery (message_id, endpoint_id, application_id, event_type, state, reason, job_id, next_attempt_at)
    select made, endpoint_id, send_message.application_id, send_message.event_type, case when job_id is null then 4 else 0 end,
      case when job_id is null then 1 end, job_id, case when job_id is not null then pgboss.job_now() end
    from matched)
  insert into pgboss.job (id, name, data, group_id, priority, start_after, created_on, retry_limit, expire_seconds, deletion_seconds, keep_until,
    policy)
  select job_id, coalesce('lane/' || lane, 'deliver'), jsonb_build_object('m', made), endpoint_id::text, due_priority(pgboss.job_now()),
    pgboss.job_now(), pgboss.job_now(), 1000, 3600, 60, 'infinity', 'standard'
  from matched where job_id is not null;
  return made;
end $$;

-- The application of operational events in the same environment, where somebody listens. Null for itself: what happens to the delivery of
-- an operational event is never told, so that nothing goes round in circles.
create function operational_application(application_id uuid) returns uuid language sql stable as $$
  select o.id from application a join application o on o.environment_id = a.environment_id and o.internal
  where a.id = $1 and not a.internal and exists (select from endpoint e where e.application_id = o.id and e.deleted_at is null) $$;

create function tell(operational_application_id uuid, event_type text, data json) returns uuid language sql as $$
  select send_message($1, $2, json_strip_nulls(json_build_object('type', $2, 'data', $3))::text) $$;

-- message.attempt.*
create function tell_attempt(event_type text, application_id uuid, message_id uuid, endpoint_id uuid, attempt_id uuid, status smallint,
  at timestamptz)
returns uuid language plpgsql as $$
declare
  listener uuid := operational_application(application_id);
begin
  if listener is null then return null; end if;
  return tell(listener, event_type, (
    select json_build_object('appId', public_id('app', a.id), 'appUid', a.uid, 'msgId', public_id('msg', m.id), 'msgEventId', m.event_id,
      'endpointId', public_id('ep', tell_attempt.endpoint_id), 'lastAttempt', json_build_object('id', public_id('atmpt', attempt_id),
        'responseStatusCode', coalesce(status, 0), 'timestamp', public_time(at)))
    from message m join application a on a.id = m.application_id where m.id = tell_attempt.message_id));
end $$;

-- endpoint.*: a trigger, so that no writer can forget it: the API, the worker that was told to disable it, the task that does.
create function tell_endpoint() returns trigger language plpgsql as $$
declare
  listener uuid := operational_application(new.application_id);
  about jsonb;
begin
  if listener is null then return null; end if;
  select jsonb_build_object('appId', public_id('app', a.id), 'appUid', a.uid, 'endpointId', public_id('ep', new.id), 'endpointUid', new.uid)
  into about from application a where a.id = new.application_id;
  if tg_op = 'INSERT' then
    perform tell(listener, 'endpoint.created', about::json);
    return null;
  elsif new.deleted_at is not null then
    perform tell(listener, 'endpoint.deleted', about::json);
    return null;
  end if;
  if (old.uid, old.revision, old.description, old.event_types, old.channels, old.rate_limit, old.metadata, old.paused_at)
    is distinct from (new.uid, new.revision, new.description, new.event_types, new.channels, new.rate_limit, new.metadata, new.paused_at) then
    perform tell(listener, 'endpoint.updated', about::json);
  end if;
  if old.disabled and not new.disabled then
    perform tell(listener, 'endpoint.enabled', about::json);
  elsif new.disabled and not old.disabled then
    perform tell(listener, 'endpoint.disabled', (about || jsonb_build_object(
      'trigger', case new.disabled_reason when 'by_user' then 'manual' else 'automatic' end,
      'failSince', public_time(coalesce(new.failing_since, old.failing_since))))::json);
  end if;
  return null;
end $$;

create trigger endpoint_created after insert on endpoint for each row execute function tell_endpoint();
-- Health is written with deliveries and tells nothing here.
create trigger endpoint_changed after update on endpoint for each row when (
  (old.uid, old.revision, old.description, old.event_types, old.channels, old.rate_limit, old.metadata, old.paused_at, old.disabled,
    old.deleted_at)
  is distinct from
  (new.uid, new.revision, new.description, new.event_types, new.channels, new.rate_limit, new.metadata, new.paused_at, new.disabled,
    new.deleted_at))
  execute function tell_endpoint();

-- background_task.finished: of the replays that Svix's clients know as tasks.
create function tell_background_task() returns trigger language plpgsql as $$
declare
  listener uuid := (
    select o.id from application o where o.environment_id = new.environment_id and o.internal
      and exists (select from endpoint e where e.application_id = o.id and e.deleted_at is null));
begin
  if listener is null then return null; end if;
  perform tell(listener, 'background_task.finished', json_build_object('taskId', public_id('qtask', new.id), 'task', new.kind,
    'status', case new.state when 'finished' then 'finished' else 'failed' end, 'data', json_build_object('total', new.total,
      'admitted', new.admitted, 'delivered', new.delivered, 'failed', new.failed, 'skipped', new.skipped, 'reason', new.reason)));
  return null;
end $$;

create trigger replay_ended after update on replay for each row
  when (old.ended_at is null and new.ended_at is not null and new.kind <> 'replay') execute function tell_background_task();
