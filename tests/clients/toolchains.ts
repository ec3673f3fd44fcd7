import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
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

/** Builds what it fetches once, whoever uses it. */
export const rustEnvironment = { CARGO_TARGET_DIR: `${cache}/rust/target` }

/** A Cargo.toml with the pinned versions of those crates that are named. */
export function cargoManifest(name: string, crates: readonly string[]): string {
  const lines = readFileSync(`${sourcesOf('rust')}/Cargo.toml`, 'utf8').split('\n')
  const wanted = lines.filter(line => crates.some(crate => line.startsWith(`${crate} = `)))
  return `[package]\nname = "${name}"\nversion = "0.0.0"\nedition = "2021"\n\n[dependencies]\n${wanted.join('\n')}\n`
}

/** The program that drives the client of a language: fetched, built, and how it is started. */
export const drivers: Record<'python' | 'rust', { needs: string; prepare: () => [string, ...string[]] }> = {
  python: { needs: 'python3', prepare: () => [pythonOf(), `${sourcesOf('python')}/driver.py`] },
  rust: {
    needs: 'cargo',
    prepare: () => {
      execFileSync('cargo', ['build', '--quiet', '-j', '1'], { cwd: sourcesOf('rust'), env: { ...process.env, ...rustEnvironment } })
      return [`${rustEnvironment.CARGO_TARGET_DIR}/debug/clients`]
    },
  },
}
