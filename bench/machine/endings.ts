/**
 * What must be undone when the benchmark ends, however it ends: children stopped, the database stopped, directories removed.
 * The last made is undone first.
 */
type Ending = { undo: () => Promise<void>; atOnce: () => void }

const endings: Ending[] = []
let ending: Promise<void> | null = null

/** `atOnce` is for an end that allows no waiting, such as a crash of the benchmark itself. */
export function onEnd(undo: Ending['undo'], atOnce: Ending['atOnce']): void {
  endings.push({ undo, atOnce })
}

/** Whoever calls again waits for the same end. */
export const endAll = (): Promise<void> => {
  ending ??= undoAll()
  return ending
}

/** Since what we call has been stopped, calls fail: that is no news then. */
export const isEnding = (): boolean => ending !== null

async function undoAll(): Promise<void> {
  for (const { undo } of endings.toReversed()) await undo().catch((error: Error) => console.error(`while cleaning up: ${error.message}`))
  endings.length = 0
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)
  process.on(signal, () => {
    process.exitCode = code
    void endAll().finally(() => process.exit())
  })
process.on('exit', () => {
  for (const { atOnce } of endings.toReversed()) atOnce()
})
