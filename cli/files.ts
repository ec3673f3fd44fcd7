import { readFileSync, renameSync, writeFileSync } from 'node:fs'

/** Null when there is no such file. */
export function readJson<T>(path: string): T | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Whole or not at all, and for nobody else's eyes. */
export function writePrivateJson(path: string, value: unknown): void {
  const aside = `${path}.${process.pid}`
  writeFileSync(aside, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  renameSync(aside, path)
}
