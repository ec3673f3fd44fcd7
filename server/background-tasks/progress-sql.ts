import type { WalkTask } from '#server/background-tasks/schema.ts'

/** Oldest first. */
export const findRunning = { name: 'find-running-tasks', text: `select id from background_task where state = 'running' order by id` }

/** Holds a task for this transaction, so that of all workers one does its next step; no row when another does, or it has ended. $1 task */
export const lockTask = {
  name: 'lock-background-task',
  text: `
select id, environment_id, application_id, kind, input, cursor_id from background_task
where id = $1::uuid and state = 'running' for update skip locked`,
}

export type TaskRow = {
  id: string
  environment_id: string
  application_id: string | null
  kind: WalkTask
  input: unknown
  cursor_id: string
}

/**
 * Notes a step: what it found is added to the result, a number to the number and a list to the list.
 * $1 task · $2 cursor, or null at the end · $3 name within the result · $4 what is added
 */
export const saveTask = {
  name: 'save-background-task',
  text: `
update background_task set cursor_id = coalesce($2::uuid, cursor_id), state = case when $2::uuid is null then 'finished' else 'running' end,
  result = jsonb_set(result, array[$3::text], case jsonb_typeof($4::jsonb)
    when 'number' then to_jsonb((result -> $3::text)::bigint + ($4::jsonb)::bigint) else (result -> $3::text) || $4::jsonb end),
  ended_at = case when $2::uuid is null then pgboss.job_now() end, updated_at = pgboss.job_now()
where id = $1::uuid`,
}
