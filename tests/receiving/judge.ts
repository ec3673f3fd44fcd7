import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Case } from '#tests/receiving/cases.ts'
import { makeTemporary } from '#tests/support/temporary.ts'

/** A program that reads the cases as JSON and prints a line for each: `believed` or `refused`. `build` runs before it. */
export type Program = { files: Record<string, string>; build?: string[]; run: string[]; env?: Record<string, string> }

export const readMain = (name: string): string => readFileSync(new URL(`mains/${name}`, import.meta.url), 'utf8')

const limitMs = 300_000

/** What the program says of each case. */
export async function judge(cases: readonly Case[], programIn: (directory: string) => Program): Promise<string[]> {
  const directory = await makeTemporary()
  try {
    const { files, build, run, env } = programIn(directory.path)
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory.path, name)), { recursive: true })
      writeFileSync(join(directory.path, name), text)
    }
    const execute = ([command = '', ...args]: string[], input?: string) =>
      execFileSync(command, args, { cwd: directory.path, encoding: 'utf8', timeout: limitMs, env: { ...process.env, ...env }, input })
    if (build) execute(build)
    const lines = execute(run, JSON.stringify(cases)).trim().split('\n')
    return cases.map(({ name }, index) => `${name}: ${lines[index]}`)
  } finally {
    await directory.remove()
  }
}
