-- An address that one message is sent to, once: an endpoint that is deleted from the beginning, so that nothing lists it, subscribes it or
-- counts it, and that workers send to all the same. Nobody is told of it: what made it is in the audit log by itself.
alter table endpoint add column throwaway boolean not null default false check (not throwaway or deleted_at is not null);

drop trigger endpoint_created on endpoint;
create trigger endpoint_created after insert on endpoint for each row when (not new.throwaway) execute function tell_endpoint();

drop trigger audit_inserted on endpoint;
create trigger audit_inserted after insert on endpoint for each row when (not new.throwaway) execute function audit('endpoint');

-- message.attempt.*
create or replace function tell_attempt(event_type text, application_id uuid, message_id uuid, endpoint_id uuid, attempt_id uuid,
  status smallint, at timestamptz)
returns uuid language plpgsql as $$
declare
  listener uuid := operational_application(application_id);
begin
  if listener is null or exists (select from endpoint e where e.id = tell_attempt.endpoint_id and e.throwaway) then return null; end if;
  return tell(listener, event_type, (
    select json_build_object('appId', public_id('app', a.id), 'appUid', a.uid, 'msgId', public_id('msg', m.id), 'msgEventId', m.event_id,
      'endpointId', public_id('ep', tell_attempt.endpoint_id), 'lastAttempt', json_build_object('id', public_id('atmpt', attempt_id),
        'responseStatusCode', coalesce(status, 0), 'timestamp', public_time(at)))
    from message m join application a on a.id = m.application_id where m.id = tell_attempt.message_id));
end $$;
