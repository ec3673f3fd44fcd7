import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { type Finding, report } from '#cli/doctor/finding.ts'
import { nodeVersion, subnets } from '#cli/doctor/machine.ts'
import { closePools, pool } from '#server/db.ts'
import { runCommand } from '#tests/support/command.ts'
import { freePort } from '#tests/support/port.ts'
import { seedMerchant } from '#tests/support/seed.ts'

vi.setConfig({ testTimeout: 60_000 }) // each examination is a process of its own

let port: number
beforeEach(async () => {
  port = await freePort()
})
afterAll(closePools)

async function examine(variables: Record<string, string> = {}) {
  const { code, stdout } = await runCommand(['doctor', '--json'], { PORT: String(port), POSTHORN_ALLOW_SUBNETS: '', ...variables })
  const findings = JSON.parse(stdout) as Finding[]
  return { code, of: (check: string) => findings.find(finding => finding.check === check), findings }
}

test('a set-up without problems ends with code 0 and says what to think of', async () => {
  const { code, of, findings } = await examine()
  expect(code).toBe(0)
  expect(findings.filter(({ state }) => state === 'problem')).toEqual([])
  for (const check of ['node', 'subnets', 'database', 'migrations', 'partitions', 'encryption', 'queue'])
    expect(of(check)?.state).toBe('ok')
  for (const check of [`port ${port}`, 'workers', 'accounts'])
    expect(of(check)).toMatchObject({ state: 'warning', advice: expect.any(String) })
})

test('a database that is not there, and one that is empty, are told apart', async () => {
  const away = await examine({ DATABASE_URL: `postgresql://nobody:nothing@127.0.0.1:${await freePort()}/none` })
  expect(away.code).toBe(1)
  expect(away.of('database')?.detail).toMatch(/nothing listens there/)

  const admin = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await admin.connect()
  const name = `doctor_${randomBytes(6).toString('hex')}`
  await admin.query(`create database ${name}`)
  const url = new URL(process.env.DATABASE_URL ?? '')
  url.pathname = `/${name}`
  const empty = await examine({ DATABASE_URL: url.href })
  await admin.query(`drop database ${name}`)
  await admin.end()
  expect(empty.code).toBe(1)
  expect(empty.of('migrations')).toMatchObject({ state: 'problem', advice: 'posthorn migrate' })
})

test('missing partitions, lost keys and a queue that stands still are problems', async () => {
  const merchant = await seedMerchant()
  await merchant.addEndpoint('https://example.com/hooks')
  await merchant.post()
  await pool.query(
    `update pgboss.job set start_after = now() - interval '10 minutes', priority = due_priority(now() - interval '10 minutes')`,
  )
  const { rows } = await pool.query<{ week: number }>('select week_of(now()) as week')
  for (const ahead of [1, 2, 3, 4]) await pool.query(`drop table message_${(rows[0]?.week ?? 0) + ahead}`)
  const { code, of } = await examine({ POSTHORN_ENCRYPTION_KEYS: randomBytes(32).toString('base64') })
  await pool.query('select create_partitions(now())')

  expect(code).toBe(1)
  expect(of('partitions')).toMatchObject({ state: 'problem', detail: 'message: 0 weeks ahead' })
  expect(of('encryption')).toMatchObject({ state: 'problem', detail: expect.stringContaining('need a key that is not given') })
  expect(of('queue')).toMatchObject({ state: 'problem', detail: expect.stringMatching(/has waited 6\d\d s/) })
})

test('a port that another program has is a problem, with its name', async () => {
  const other = createServer((_, response) => response.writeHead(404).end())
  await new Promise<void>(resolve => other.listen(0, resolve))
  const taken = (other.address() as AddressInfo).port
  const { of } = await examine({ PORT: String(taken) })
  other.close()
  expect(of(`port ${taken}`)).toMatchObject({ state: 'problem', detail: expect.stringContaining(`process ${process.pid}`) })
})

test('where nothing was started, it says how to begin', async () => {
  const { code, stdout } = await runCommand(['doctor'], { DATABASE_URL: '', POSTHORN_DATA_DIR: '/nonexistent/posthorn' })
  expect(code).toBe(0)
  expect(stdout).toMatch(/nothing was started in .*\n.*npm start[^\n]*\n0 problems, 1 warning\.\n$/)
})

test('a wrong variable is a finding too', async () => {
  const { code, of } = await examine({ POSTHORN_RETENTION_DAYS: 'many' })
  expect(code).toBe(1)
  expect(of('set-up')?.detail).toBe('POSTHORN_RETENTION_DAYS must be a whole number.')
})

test('Node and subnets are judged', () => {
  expect(nodeVersion('24.1.0').state).toBe('ok')
  expect(nodeVersion('22.18.0').state).toBe('problem')
  expect(subnets([]).state).toBe('ok')
  expect(subnets(['10.0.0.0/8'])).toMatchObject({ state: 'warning', detail: expect.stringContaining('10.0.0.0/8') })
})

test('a report lines up what was found and counts it', () => {
  const findings: Finding[] = [
    { check: 'a', state: 'ok', detail: 'fine' },
    { check: 'long', state: 'problem', detail: 'broken', advice: 'mend it' },
  ]
  expect(report(findings)).toBe('✓ a     fine\n✗ long  broken\n        → mend it\n1 problem, 0 warnings.')
})
