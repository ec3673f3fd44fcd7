/** Rows whose time is over. They count for nothing already (whoever reads them looks at the time); here their space is given back. */

/** Answers of keyed requests are good for 12 hours. $1 rows */
export const forgetAnswers = {
  name: 'forget-answers',
  text: `
delete from idempotent_response where ctid = any (array(
  select ctid from idempotent_response where created_at <= pgboss.job_now() - interval '12 hours' order by created_at limit $1::int))`,
}

/** $1 rows */
export const forgetLinks = {
  name: 'forget-links',
  text: `delete from link_token where ctid = any (array(select ctid from link_token where expires_at <= pgboss.job_now() limit $1::int))`,
}

/** $1 rows */
export const forgetPortalSessions = {
  name: 'forget-portal-sessions',
  text: `
delete from portal_session where ctid = any (array(
  select ctid from portal_session where expires_at < pgboss.job_now() - interval '1 day' order by expires_at limit $1::int))`,
}

/** A year and a month, which is what auditors ask for. $1 rows */
export const forgetAuditEntries = {
  name: 'forget-audit-entries',
  text: `
delete from audit_entry where id = any (array(
  select id from audit_entry where id < uuid_v7_floor(pgboss.job_now() - interval '395 days') order by id limit $1::int))`,
}

/** What they found is read within days. $1 rows */
export const forgetBackgroundTasks = {
  name: 'forget-background-tasks',
  text: `
delete from background_task where ctid = any (array(
  select ctid from background_task where ended_at < pgboss.job_now() - interval '30 days' limit $1::int))`,
}

/** Their window is a quarter of an hour. $1 rows */
export const forgetSignInFailures = {
  name: 'forget-sign-in-failures',
  text: `
delete from sign_in_failure where ctid = any (array(
  select ctid from sign_in_failure where first_at < pgboss.job_now() - interval '1 day' limit $1::int))`,
}

/**
 * The pages of `message_key` whose turn it is. No index tells which keys are old (it would cost every message an insert), so the tables
 * are read page after page: each five minutes a ninth of one of the sixteen, so all of them twice a day. Which one follows from the
 * time, so that nothing is remembered and all workers agree. $1 which of the 144, or null: the one of now.
 */
export const findKeyPages = {
  name: 'find-key-pages',
  text: `
select leaf::text, pages * (turn % 9) / 9 as first, pages * (turn % 9 + 1) / 9 as last
from (
  select inhrelid::regclass as leaf, row_number() over (order by inhrelid) - 1 as position,
    pg_relation_size(inhrelid) / current_setting('block_size')::int as pages
  from pg_inherits where inhparent = 'message_key'::regclass) leaves
join (select coalesce($1::int, floor(extract(epoch from pgboss.job_now()) / 300)::int % 144) as turn) now on position = turn / 9`,
}

/** Counts are bigints, which arrive as text. */
export type KeyPages = { leaf: string; first: string; last: string }

/**
 * Idempotency keys after 12 hours, eventIds when their messages go. A key that is being taken over right now is left alone.
 * `leaf` is a partition of message_key. $1, $2 pages from, to before · $3 days that messages are kept
 */
export const forgetKeys = (leaf: string) => ({
  name: `forget-keys-${leaf}`,
  text: `
delete from ${leaf} where ctid = any (array(
  select ctid from ${leaf}
  where ctid >= format('(%s,0)', $1::bigint)::tid and ctid < format('(%s,0)', $2::bigint)::tid and message_id < case kind
    when 0 then (select uuid_v7_floor(pgboss.job_now() - interval '12 hours'))
    else (select uuid_v7_floor(pgboss.job_now() - make_interval(days => $3::int))) end
  for update skip locked))`,
})
