-- UUIDv7 to a quarter of a microsecond: the 12 bits behind the version are the fraction of the millisecond (RFC 9562, 6.2, method 3).
-- Messages posted one after the other are then listed in that order, though a millisecond holds several.
create or replace function uuid_v7() returns uuid language sql volatile parallel safe as $$
  select (overlay(lpad(to_hex((extract(epoch from clock_timestamp()) * 4096000)::bigint), 15, '0') placing '7' from 13 for 0)
    || substr(gen_random_uuid()::text, 20))::uuid $$;
