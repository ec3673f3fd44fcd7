import { commandLine, openOldestAsOperator } from '#server/auth/operator.ts'
import { systemContext } from '#server/auth/system.ts'
import type { Context } from '#server/context.ts'
import { removeDemo } from '#server/demo/remove.ts'
import { seedDemo } from '#server/demo/seed.ts'
import { createEnvironment } from '#server/environments/mutations.ts'
import { openOrganization } from '#server/organizations/mutations.ts'
import { followReceiver } from '#server/receiver/endpoint.ts'
import { write } from '#server/writes.ts'

/**
 * The environments of a database that has none: `production`, where somebody begins, and with the demo another one beside it. Both or
 * neither, so that a database with anything of its own never gets a demo. Returns the one to begin with.
 */
export async function openFirst({ demo }: { demo: boolean }): Promise<Context> {
  const existing = await openOldestAsOperator({ demo: false })
  if (existing) return existing
  await write({ actor: commandLine }, async tx => {
    const { id: organizationId } = await openOrganization(undefined, tx)
    await createEnvironment({ organizationId }, { slug: 'production', name: 'Production' }, tx)
    if (demo)
      await tx.environment.create({ data: { organizationId, slug: 'demo', name: 'Demo', demo: true, allowHttp: true, retrySchedule: [] } })
  })
  return openFirst({ demo })
}

/** The demo, filled when it is not yet; null when it was removed, or was never wanted. */
export async function openDemo(receiverUrl: string): Promise<Context | null> {
  await followReceiver(receiverUrl, id => systemContext(id, commandLine.name))
  const context = await openOldestAsOperator({ demo: true })
  if (context) await seedDemo(context, receiverUrl, new Date())
  return context
}

/** `--no-demo`: it goes, where there is one. Whether it was there. */
export async function endDemo(): Promise<boolean> {
  const context = await openOldestAsOperator({ demo: true })
  if (context) await write(context, tx => removeDemo(context, tx))
  return context !== null
}
