-- A portal token that can do nothing but be exchanged, once, for one that works.
alter table portal_session add column one_time boolean not null default false;
