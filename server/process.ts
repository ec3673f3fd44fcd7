/**
 * Next bundles its own copy of what its routes import, so a module's own variables exist twice in the web process.
 * What must be there once (pools, group commit, caches) is made through `once` and kept under one global symbol.
 */
const key = Symbol.for('posthorn')
type Holder = { [key]?: Map<string, unknown> }
const holder = globalThis as Holder
holder[key] ??= new Map()
const made = holder[key]

export function once<T>(name: string, make: () => T): T {
  if (!made.has(name)) made.set(name, make())
  return made.get(name) as T
}
