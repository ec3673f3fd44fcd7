import { readFile } from 'node:fs/promises'
import type pg from 'pg'
import { installQueue } from '#server/queue.ts'

/** The tables of the bare path, and the same queues as Posthorn's. */
export async function installBarePath(url: string, client: pg.Client): Promise<void> {
  await client.query(await readFile(new URL('schema.sql', import.meta.url), 'utf8'))
  await installQueue(url, client)
  // Statistics that autovacuum makes when the queue happens to be empty say "no rows" for good, and give plans that read all of it.
  await client.query(`do $$ declare job_table text; begin
    for job_table in select table_name from pgboss.queue union select 'job_common' loop
      execute format('alter table pgboss.%I set (autovacuum_analyze_threshold = 2147483647)', job_table);
    end loop; end $$`)
}
