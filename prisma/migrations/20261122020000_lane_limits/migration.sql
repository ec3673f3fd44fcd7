-- Limits ride on lanes: a rate of the endpoint, a rate shared by an application's endpoints, a pause.

alter table endpoint add column paused_at timestamptz;

alter table lane
  add column lease_key uuid, -- lanes with the same key have one owner: their shared rate is its local variable
  add column rate int, -- requests per second
  add column shared_rate int, -- requests per second of all lanes with this lease key
  add column paused boolean not null default false,
  add column ordered_until timestamptz; -- what was due before goes out one by one, in order: it waited for the end of a pause
update lane set lease_key = endpoint_id;
alter table lane alter column lease_key set not null;
alter table lane drop constraint lane_reason_check;
alter table lane add constraint lane_reason_check check (reason in ('slow', 'burst', 'limit'));
