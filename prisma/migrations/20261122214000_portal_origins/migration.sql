-- Which sites may show the portal in a frame; empty: any.
alter table environment add column portal_origins text[] not null default '{}';
