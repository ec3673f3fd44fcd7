import { setTimeout as wait } from 'node:timers/promises'
import { payloadBytes } from '#bench/scenarios/saturate.ts'
import type { Session } from '#bench/session.ts'
import type { Stack } from '#bench/stacks/stack.ts'

const connections = 64

/** Posts so many messages as fast as they are taken; resolves when all of them are accepted. */
export async function postNow({ load }: Session, { port, token }: Stack, application: string, count: number): Promise<void> {
  const flow = await load.start({ kind: 'saturate', connections, limit: count, applications: [application], port, token, payloadBytes })
  while ((await load.counts(flow)).accepted < count) await wait(200)
  await load.stop(flow)
}
