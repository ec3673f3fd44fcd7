import { setTimeout as wait } from 'node:timers/promises'

const limitMs = 10_000
const everyMs = 10

/** Resolves with the first value that is neither false nor nullish; gives up with what was waited for. */
export async function until<T>(what: string, look: () => T | Promise<T>, withinMs = limitMs): Promise<NonNullable<T>> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const value = await look()
    if (value !== false && value !== null && value !== undefined) return value
    if (performance.now() > deadline) throw new Error(`waited ${withinMs} ms in vain until ${what}`)
    await wait(everyMs)
  }
}
