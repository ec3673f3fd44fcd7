import { explain } from '#cli/failure.ts'
import { migrateNow } from '#cli/migrations.ts'
import { endDemo, openDemo, openFirst } from '#cli/start/demo.ts'
import type { Preparation, Prepared } from '#cli/start/preparation.ts'
import { createApiKey } from '#server/api-keys/mutations.ts'
import { authenticateKey } from '#server/auth/api-key.ts'
import { config } from '#server/config.ts'
import type { Context } from '#server/context.ts'
import { AppError } from '#server/errors.ts'
import { receiverSecret } from '#server/receiver/secret.ts'
import { createSetupLink, findLink } from '#server/users/links.ts'
import { write } from '#server/writes.ts'

/** A process that lives for a second, before web and worker: migrates, and makes what a start prints. */
async function prepare({ demo: wanted, keepsKey, remembered }: Preparation): Promise<Prepared> {
  await migrateNow()
  const demoRemoved = wanted ? false : await endDemo()
  const own = keepsKey ? await openFirst({ demo: config.receiver !== null }) : null
  const demo = config.receiver === null ? null : await openDemo(config.receiver)
  return {
    apiKey: own ? await usableKey(remembered.apiKey, demo ?? own) : null,
    demo: demo !== null,
    demoRemoved,
    receiverSecret: config.receiver === null ? null : receiverSecret(),
    setupToken: await usableSetupToken(remembered.setupToken),
  }
}

/** The key of the last start while it works; a new one when it was revoked, or the database is another. */
async function usableKey(known: string | undefined, context: Context): Promise<string> {
  if (known !== undefined && (await works(known, context))) return known
  const { token } = await write(context, tx => createApiKey(context, { name: 'posthorn start', scope: 'admin' }, tx))
  return token
}

/** The link that was printed before, while it is valid; a new one; or null when there is an account. */
async function usableSetupToken(known: string | undefined): Promise<string | null> {
  if (known !== undefined && (await findLink(known))?.purpose === 'setup') return known
  return createSetupLink()
}

async function works(token: string, context: Context): Promise<boolean> {
  try {
    return (await authenticateKey(`Bearer ${token}`)).environmentId === context.environmentId
  } catch (error) {
    if (error instanceof AppError && error.code === 'authentication_failed') return false
    throw error
  }
}

process.once('message', async message => {
  const answer = await prepare(message as Preparation).then(
    prepared => ({ kind: 'prepared', prepared }),
    (error: unknown) => ({ kind: 'failed', sentence: explain(error) }),
  )
  process.send?.(answer, () => process.exit(0))
})
