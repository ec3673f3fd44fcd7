/**
 * How many requests of a lane may be in flight: begins at 20, halves on a timeout, grows by one per answer, never below 1.
 * Additive increase, multiplicative decrease, as TCP does it (Chiu and Jain, 1989).
 */
export type Window = { size: () => number; grow: () => void; shrink: () => void }

const initial = 20
const max = 400

export function createWindow(): Window {
  let size = initial
  return {
    size: () => size,
    grow: () => {
      size = Math.min(max, size + 1)
    },
    shrink: () => {
      size = Math.max(1, size >> 1)
    },
  }
}
