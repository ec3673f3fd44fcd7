import { randomBytes } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Failure } from '#cli/failure.ts'
import { readJson, writePrivateJson } from '#cli/files.ts'

/** POSTHORN_DATA_DIR: the embedded database (`db/`), generated secrets, and what a start remembers for the next one. */
export type DataDirectory = { path: string; database: string; secrets: Secrets }

export type Secrets = { databasePassword: string; secret: string; encryptionKeys: string }

/** Kept from start to start. The API key is here because the database has only its hash, and each start prints it. */
export type Remembered = {
  apiKey?: string | undefined
  setupToken?: string | undefined
  ports?: { database?: number; receiver?: number }
}

export const secretsFile = 'secrets.json'

/** Makes it, with new secrets, when it is not there. */
export function openDataDirectory(path: string): DataDirectory {
  const absolute = resolve(path)
  try {
    // Root's PostgreSQL runs as another account, which must pass through; without a way in, its data would have to lie elsewhere.
    mkdirSync(absolute, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
    accessSync(absolute, constants.W_OK)
  } catch (error) {
    throw new Failure(
      `The data directory ${absolute} can’t be written (${error instanceof Error ? error.message : error}). Make it writable for this user, or set POSTHORN_DATA_DIR to one that is.`,
    )
  }
  const database = join(absolute, 'db')
  return { path: absolute, database, secrets: openSecrets(absolute, database) }
}

export const dataDirectoryExists = (path: string): boolean => existsSync(join(resolve(path), secretsFile))

function openSecrets(path: string, database: string): Secrets {
  const file = join(path, secretsFile)
  const known = readJson<Secrets>(file)
  if (known) return known
  if (existsSync(join(database, 'PG_VERSION')))
    throw new Failure(
      `${file} is missing, and without it the database beside it can’t be opened. Restore it from a backup, or remove ${path} to begin anew.`,
    )
  const base64 = () => randomBytes(32).toString('base64')
  const made = { databasePassword: randomBytes(24).toString('hex'), secret: base64(), encryptionKeys: base64() }
  writePrivateJson(file, made)
  return made
}

const startFile = (directory: DataDirectory) => join(directory.path, 'start.json')

export const recall = (directory: DataDirectory): Remembered => readJson<Remembered>(startFile(directory)) ?? {}

export function remember(directory: DataDirectory, news: Remembered): void {
  const before = recall(directory)
  writePrivateJson(startFile(directory), { ...before, ...news, ports: { ...before.ports, ...news.ports } })
}
