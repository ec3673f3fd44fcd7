import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Where what the toolchains fetch and build is kept from one run to the next. */
const cache = fileURLToPath(new URL('../../node_modules/.cache/posthorn-clients', import.meta.url))
const sourcesOf = (language: string): string => fileURLToPath(new URL(`./${language}`, import.meta.url))

export const hasCommand = (command: string): boolean => spawnSync(command, [command === 'go' ? 'version' : '--version']).status === 0

/** The Python that has what requirements.txt names, in an environment of its own. */
export function pythonOf(): string {
  const python = `${cache}/python/bin/python`
  if (!existsSync(python)) execFileSync('python3', ['-m', 'venv', `${cache}/python`])
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', `${sourcesOf('python')}/requirements.txt`])
  return python
}

/** The program that drives the client of a language: fetched, built, and how it is started. */
export const drivers: Record<'python', { needs: string; prepare: () => [string, ...string[]] }> = {
  python: { needs: 'python3', prepare: () => [pythonOf(), `${sourcesOf('python')}/driver.py`] },
}
