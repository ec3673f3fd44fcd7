import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { migrate } from '#server/migrate.ts'

const name = `migrate_${randomBytes(6).toString('hex')}`
const url = new URL(process.env.DATABASE_URL!)
url.pathname = `/${name}`

beforeAll(async () => {
  await pool.query(`create database ${name}`)
})
afterAll(async () => {
  await pool.query(`drop database ${name} with (force)`)
  await pool.end()
})

const query = async (text: string) => {
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

test('two processes that start at once on an empty database migrate it once', async () => {
  const applied = await Promise.all([migrate(url.href), migrate(url.href)])
  expect(applied.map(names => names.length > 0).sort()).toEqual([false, true])
  const rows = await query(`select migration_name, finished_at is not null as finished from _prisma_migrations order by 1`)
  expect(rows.map(row => row.migration_name)).toEqual(applied.flat())
  expect(rows.every(row => row.finished)).toBe(true)
})

test('a migrated database is left as it is', async () => {
  expect(await migrate(url.href)).toEqual([])
})

test('a migration that was edited after it was applied is refused by name', async () => {
  await query(`update _prisma_migrations set checksum = reverse(checksum)`)
  await expect(migrate(url.href)).rejects.toThrow(/^Migration \d+_\w+ was edited after it was applied/)
  await query(`update _prisma_migrations set checksum = reverse(checksum)`)
  expect(await migrate(url.href)).toEqual([])
})

test('a migration that fails leaves nothing of itself', async () => {
  await query(`drop schema public cascade; create schema public; create table environment (id int)`)
  await expect(migrate(url.href)).rejects.toThrow(/^Migration \d+_\w+ failed and was undone: relation "environment" already exists/)
  expect(await query(`select migration_name from _prisma_migrations`)).toEqual([])
  expect(await query(`select to_regclass('organization') as made`)).toEqual([{ made: null }])
})

/** Column → type and nullability, as schema.prisma has it. */
function modelled(): Record<string, Record<string, string>> {
  const schema = readFileSync(new URL('../../prisma/schema.prisma', import.meta.url), 'utf8')
  const models = [...schema.matchAll(/^model \w+ \{\n([\s\S]*?)^\}/gm)].map(match => match[1]!)
  return Object.fromEntries(
    models.map(body => {
      const columns = [...body.matchAll(/^ {2}(\w+) +(\w+)(\[\])?(\?)?(.*)$/gm)]
        .filter(([, , type, , , rest]) => scalar[type!] !== undefined && !rest!.includes('@relation'))
        .map(([, field, type, list, optional, rest]) => {
          const name = /@map\("(\w+)"\)/.exec(rest!)?.[1] ?? field!
          const native = /@db\.(\w+)/.exec(rest!)?.[1]
          return [name, `${(native && nativeTypes[native]) ?? scalar[type!]}${list ?? ''}${optional ?? ''}`]
        })
      return [/@@map\("(\w+)"\)/.exec(body)![1]!, Object.fromEntries(columns)]
    }),
  )
}

const scalar: Record<string, string> = {
  String: 'text',
  Int: 'int4',
  BigInt: 'int8',
  Boolean: 'bool',
  DateTime: 'timestamp',
  Json: 'jsonb',
  Bytes: 'bytea',
}
const nativeTypes: Record<string, string> = { Uuid: 'uuid', Timestamptz: 'timestamptz', SmallInt: 'int2', Json: 'json', JsonB: 'jsonb' }

test('schema.prisma and the migrated database agree column by column', async () => {
  const { rows } = await pool.query<{ table_name: string; column_name: string; type: string; optional: boolean }>(
    `select table_name, column_name, case when data_type = 'ARRAY' then substr(udt_name, 2) || '[]' else udt_name end as type, is_nullable = 'YES' as optional
     from information_schema.columns where table_schema = 'public'`,
  )
  const models = modelled()
  expect(Object.keys(models).length).toBeGreaterThan(8)
  for (const [table, columns] of Object.entries(models)) {
    const actual = rows.filter(row => row.table_name === table).map(row => [row.column_name, `${row.type}${row.optional ? '?' : ''}`])
    expect({ table, columns: Object.fromEntries(actual) }).toEqual({ table, columns })
  }
})
