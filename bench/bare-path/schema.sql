-- The tables of the hot path and nothing else. See ../../docs/benchmarks.md, "The bare path". pg-boss's schema is installed besides.


create function uuid_v7() returns uuid language sql volatile as $$
  select (overlay(lpad(to_hex((extract(epoch from clock_timestamp()) * 4096000)::bigint), 15, '0') placing '7' from 13 for 0)
    || substr(gen_random_uuid()::text, 20))::uuid $$;
create function uuid_v7_floor(t timestamptz) returns uuid language sql immutable as $$
  select (lpad(to_hex((extract(epoch from t) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid $$;

create function week_of(t timestamptz) returns int language sql immutable as $$ select floor(extract(epoch from t) / 604800)::int $$;
create function week_start(w int) returns timestamptz language sql immutable as $$ select to_timestamp(w * 604800.0) $$;

create table endpoint (id uuid primary key, application_id uuid not null, url text not null, secret text not null,
  event_types text[], channels text[], disabled boolean not null default false);
create index on endpoint (application_id);
create table lane (endpoint_id uuid primary key, "window" int not null, opened_at timestamptz not null default now());

create table message (id uuid primary key, application_id uuid not null, event_type text not null, channels text[],
  expiry_week int not null) partition by range (id);
create index on message (application_id, id desc);
create table payload (expiry_week int, message_id uuid, body text not null, primary key (expiry_week, message_id)) partition by list (expiry_week);
create table message_key (application_id uuid, kind smallint, key text, message_id uuid not null, body_hash bytea not null,
  primary key (application_id, kind, key)) partition by hash (application_id, kind, key);
create table delivery (message_id uuid, endpoint_id uuid, application_id uuid not null, event_type text not null,
  state smallint not null default 0, attempts int not null default 0, next_attempt_at timestamptz, failed_at timestamptz,
  primary key (message_id, endpoint_id)) partition by range (message_id);
create index on delivery (endpoint_id, message_id desc);
create index on delivery (application_id, message_id desc) where failed_at is not null;
create table attempt (message_id uuid, endpoint_id uuid, number int, id uuid not null, trigger smallint not null, http_status smallint,
  error smallint, connect_us int, first_byte_us int, total_us int not null, response text,
  primary key (message_id, endpoint_id, number)) partition by range (message_id);
create index on attempt (endpoint_id, id desc);
create table delivery_stat (minute timestamptz, worker int, application_id uuid, endpoint_id uuid, outcome smallint, count int not null, total_us bigint not null,
  primary key (minute, worker, endpoint_id, outcome));

do $$ declare w int; begin
  for w in week_of(now()) .. week_of(now()) + 4 loop
    execute format('create table message_%s partition of message for values from (%L) to (%L)', w, uuid_v7_floor(week_start(w)), uuid_v7_floor(week_start(w + 1)));
    execute format('create table delivery_%s partition of delivery for values from (%L) to (%L) with (fillfactor = 80)', w, uuid_v7_floor(week_start(w)), uuid_v7_floor(week_start(w + 1)));
    execute format('create table attempt_%s partition of attempt for values from (%L) to (%L)', w, uuid_v7_floor(week_start(w)), uuid_v7_floor(week_start(w + 1)));
  end loop;
  for w in week_of(now()) .. week_of(now()) + 15 loop execute format('create table payload_%s partition of payload for values in (%s)', w, w); end loop;
  for w in 0 .. 15 loop execute format('create table message_key_%s partition of message_key for values with (modulus 16, remainder %s)', w, w); end loop;
end $$;
