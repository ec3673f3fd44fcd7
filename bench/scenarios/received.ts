import { setTimeout as wait } from 'node:timers/promises'
import type { Session } from '#bench/session.ts'

/** Messages that groups of the receiver have got, each once. */
export async function receivedBy(session: Session, ...groups: string[]): Promise<number> {
  const { received } = await session.receiver.counts()
  return groups.reduce((sum, group) => sum + (received[group] ?? 0), 0)
}

/** Nothing accepted may be lost, and no run begins with the rest of the one before. */
export async function waitUntilReceived(session: Session, group: string, expected: number, limitMs = 120_000): Promise<void> {
  const deadline = performance.now() + limitMs
  for (;;) {
    const received = await receivedBy(session, group)
    if (received >= expected) return
    if (performance.now() > deadline)
      throw new Error(`${expected - received} of ${expected} messages did not arrive within ${limitMs / 1000} s`)
    await wait(50)
  }
}
