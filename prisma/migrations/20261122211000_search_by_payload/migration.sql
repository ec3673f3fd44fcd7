-- Search by business object: messages are found by values of their payloads, at paths that their event types declare.

alter table event_type add column search_paths jsonb not null default '[]'; -- [{label, path}], at most five
create index event_type_search_paths_idx on event_type (environment_id) where search_paths <> '[]';

-- What the values of an environment are hashed with, encrypted. Made when it is first needed, and for good: with another one, nothing that
-- was indexed before would be found.
create table search_key (
  environment_id uuid primary key references environment (id) on delete cascade,
  value text not null
);

-- One row for each value of a message. `value` is not the value but 128 bits of its HMAC: enough to find what is equal, and no content.
create table search_value (
  value uuid not null,
  message_id uuid not null,
  label text not null
) partition by range (message_id);
create index search_value_value_idx on search_value (value, message_id desc);
-- For whoever forgets a message: rows lie in the order of their messages, so that a few bytes per 256 kB are enough to find them.
create index search_value_message_id_idx on search_value using brin (message_id) with (pages_per_range = 32, autosummarize = on);

-- Message and what goes with it four weeks ahead; payload fifteen (a payload lives up to 90 days); the request log fourteen days.
create or replace function create_partitions(at timestamptz) returns int language plpgsql as $$
declare
  made int := 0;
  parent text;
  week int;
  day int;
begin
  foreach parent in array array['message', 'delivery', 'attempt', 'search_value'] loop
    for week in week_of(at) .. week_of(at) + 4 loop
      made := made + create_partition(parent, week,
        format('for values from (%L) to (%L)', uuid_v7_floor(week_start(week)), uuid_v7_floor(week_start(week + 1))),
        case parent when 'delivery' then 'with (fillfactor = 80)' else '' end)::int;
    end loop;
  end loop;
  for week in week_of(at) .. week_of(at) + 15 loop
    made := made + create_partition('payload', week, format('for values in (%s)', week))::int;
  end loop;
  for day in day_of(at) .. day_of(at) + 14 loop
    made := made + create_partition('request_log', day,
      format('for values from (%L) to (%L)', uuid_v7_floor(day_start(day)), uuid_v7_floor(day_start(day + 1))))::int;
  end loop;
  return made;
end $$;

select create_partitions(pgboss.job_now());
