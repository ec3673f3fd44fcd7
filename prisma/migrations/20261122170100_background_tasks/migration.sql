-- Work that goes on after its answer and is no replay, step by step through messages or applications in order of their ids.

create table background_task (
  id uuid primary key default uuid_v7(), -- of messages, only older ones belong to it
  environment_id uuid not null references environment (id),
  application_id uuid references application (id), -- null: the whole environment
  kind text not null check (kind in ('application.purge_content', 'application.stats', 'event-type.aggregate')),
  input jsonb not null default '{}',
  state text not null default 'running' check (state in ('running', 'finished')),
  cursor_id uuid not null default '00000000-0000-0000-0000-000000000000', -- what was looked at last; before it nothing is looked at again
  result jsonb not null, -- grows with each step
  created_by text not null,
  created_at timestamptz not null default pgboss.job_now(),
  updated_at timestamptz not null default pgboss.job_now(),
  ended_at timestamptz
) with (fillfactor = 50);
create index background_task_environment_id_idx on background_task (environment_id, id desc);
create index background_task_application_id_idx on background_task (application_id, id desc);
create index background_task_running_idx on background_task (id) where state = 'running';

-- Statistics of an application count what was sent to endpoints that are deleted by now.
create index endpoint_application_id_deleted_idx on endpoint (application_id) where deleted_at is not null;

create function tell_task(environment_id uuid, data json) returns void language plpgsql as $$
declare
  listener uuid := (
    select o.id from application o where o.environment_id = tell_task.environment_id and o.internal
      and exists (select from endpoint e where e.application_id = o.id and e.deleted_at is null));
begin
  if listener is not null then perform tell(listener, 'background_task.finished', data); end if;
end $$;

create or replace function tell_background_task() returns trigger language plpgsql as $$
begin
  perform tell_task(new.environment_id, json_build_object('taskId', public_id('qtask', new.id), 'task', new.kind,
    'status', case new.state when 'finished' then 'finished' else 'failed' end, 'data', json_build_object('total', new.total,
      'admitted', new.admitted, 'delivered', new.delivered, 'failed', new.failed, 'skipped', new.skipped, 'reason', new.reason)));
  return null;
end $$;

-- A result that is too long for a message is left out: the API has it.
create function tell_ended_task() returns trigger language plpgsql as $$
begin
  perform tell_task(new.environment_id, json_build_object('taskId', public_id('qtask', new.id), 'task', new.kind, 'status', new.state,
    'data', case when octet_length(new.result::text) <= 262144 then new.result end));
  return null;
end $$;

create trigger background_task_ended after update on background_task for each row
  when (old.ended_at is null and new.ended_at is not null) execute function tell_ended_task();
