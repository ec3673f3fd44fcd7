-- Endpoints that fail for days: warned about, then disabled (docs/decisions/012-disabling-failing-endpoints.md).

alter table environment add column disable_endpoint_on_failure boolean not null default true;

alter table endpoint
  add column warned_days smallint not null default 0, -- of failing, that were warned about since the last success
  add column missed_from timestamptz, -- when it was last disabled, until it was enabled again: what it missed then can be sent again
  add column missed_until timestamptz;

create index endpoint_failing_idx on endpoint (failing_since) where failing_since is not null and not disabled and deleted_at is null;

-- Spans of time in which workers were at work. Days on which nobody sent anything are nobody's failure.
create table worker_uptime (
  began_at timestamptz primary key,
  ended_at timestamptz not null
);

create function tell_failing_endpoint() returns trigger language plpgsql as $$
declare
  listener uuid := operational_application(new.application_id);
begin
  if listener is null then return null; end if;
  perform tell(listener, 'endpoint.failing', (
    select json_build_object('appId', public_id('app', a.id), 'appUid', a.uid, 'endpointId', public_id('ep', new.id), 'endpointUid', new.uid,
      'failSince', public_time(new.failing_since), 'days', new.warned_days)
    from application a where a.id = new.application_id));
  return null;
end $$;

create trigger endpoint_warned after update on endpoint for each row
  when (new.warned_days > old.warned_days) execute function tell_failing_endpoint();
