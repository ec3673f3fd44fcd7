import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '#cli/embedded-database.ts'
import { migrate } from '#server/migrate.ts'
import { freePort } from '#tests/support/port.ts'
import { makeTemporary } from '#tests/support/temporary.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    databaseUrl: string
  }
}

/**
 * One PostgreSQL for the run, and in it one migrated database that every test worker clones (tests/support/environment.ts).
 * TEST_DATABASE_URL points the run at another server, such as PostgreSQL 15.
 */
export default async function setup(project: TestProject) {
  const external = process.env.TEST_DATABASE_URL
  const directory = await makeTemporary()
  const database = external
    ? { url: external, stop: async () => {} }
    : await startEmbedded({
        dir: join(directory.path, 'db'),
        port: await freePort(),
        password: randomBytes(16).toString('hex'),
        settings: { fsync: 'off' },
      })

  const template = `posthorn_template_${randomBytes(6).toString('hex')}`
  const admin = new pg.Client({ connectionString: database.url })
  await admin.connect()
  await admin.query(`create database ${template}`)
  await migrate(withDatabase(database.url, template))
  project.provide('databaseUrl', withDatabase(database.url, template))

  return async () => {
    await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname like $1`, [`${template}%`])
    for (const { datname } of (await admin.query(`select datname from pg_database where datname like $1`, [`${template}%`])).rows)
      await admin.query(`drop database ${datname} with (force)`)
    await admin.end()
    await database.stop()
    await directory.remove()
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
