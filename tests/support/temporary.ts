import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Temporary = { path: string; remove: () => Promise<void> }

/** A directory that the account of an embedded PostgreSQL may enter too; otherwise its data would lie elsewhere, and stay. */
export async function makeTemporary(): Promise<Temporary> {
  const path = await mkdtemp(join(tmpdir(), 'posthorn-test-'))
  await chmod(path, 0o711)
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}
