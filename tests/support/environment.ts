import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

/**
 * Runs before each test file's modules: a database of its own, cloned from the template, so that nothing leaks between files
 * (LISTEN channels are per database too), and the variables that a process has.
 */
const template = new URL(inject('databaseUrl'))
const templateName = template.pathname.slice(1)
const name = `${templateName}_${randomBytes(6).toString('hex')}`

const admin = new URL(template)
admin.pathname = '/postgres'
const client = new pg.Client({ connectionString: admin.href })
await client.connect()
await client.query(`create database ${name} template ${templateName} strategy file_copy`)
await client.end()

template.pathname = `/${name}`
process.env.DATABASE_URL = template.href
process.env.POSTHORN_SECRET = randomBytes(32).toString('base64')
process.env.POSTHORN_ENCRYPTION_KEYS = randomBytes(32).toString('base64')
process.env.POSTHORN_ALLOW_SUBNETS = '127.0.0.0/8'
process.env.POSTHORN_LOG_LEVEL = 'silent'
