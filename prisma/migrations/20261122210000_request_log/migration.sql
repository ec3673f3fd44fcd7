-- The request log: requests of the API that were refused or failed, for seven days. By days, because that is how it goes.

create function day_of(t timestamptz) returns int language sql immutable parallel safe as $$ select floor(extract(epoch from t) / 86400)::int $$;
create function day_start(day int) returns timestamptz language sql immutable parallel safe as $$ select to_timestamp(day * 86400.0) $$;

create table request_log (
  id uuid primary key default uuid_v7(),
  environment_id uuid not null,
  request_id text not null, -- as the answer said it; a caller may choose it, and use it twice
  actor_kind text not null check (actor_kind in ('key', 'portal', 'integration')),
  actor_id uuid not null,
  method text not null,
  path text not null, -- without its query
  operation text, -- null: there is none at this address
  status smallint not null,
  code text not null,
  reason text not null,
  body text, -- its beginning, without secrets; null: it was refused before the body was read
  body_bytes int, -- of all of it
  more int not null -- refused of the same caller at about the same time, and not kept one by one
) partition by range (id);
create index request_log_environment_id_idx on request_log (environment_id, id);
create index request_log_request_id_idx on request_log (environment_id, request_id);

-- A token that is refused is looked up by its beginning, to know whose log tells of it.
create index api_key_prefix_idx on api_key (prefix);

-- Message, delivery and attempt four weeks ahead; payload fifteen (a payload lives up to 90 days); the request log fourteen days.
create or replace function create_partitions(at timestamptz) returns int language plpgsql as $$
declare
  made int := 0;
  parent text;
  week int;
  day int;
begin
  foreach parent in array array['message', 'delivery', 'attempt'] loop
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

select create_partitions(now());
