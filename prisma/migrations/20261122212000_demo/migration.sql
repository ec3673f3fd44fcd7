-- The demo of a first start is an environment of its own: invented merchants and their history, told apart from what is real, and removable
-- as a whole (docs/decisions/018-demo.md).
alter table environment add column demo boolean not null default false;
