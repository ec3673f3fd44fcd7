-- Messages that are delivered later than they are accepted, and those that nobody's event is behind.

alter table message
  add column deliver_at timestamptz, -- of the first attempt; null: at once
  add column synthetic boolean not null default false; -- a test event: receivers are told
