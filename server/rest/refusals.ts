import type { Context as HonoContext } from 'hono'
import { readBearer } from '#server/auth/bearer.ts'
import { keepRefusal } from '#server/request-log/keep.ts'
import type { Env } from '#server/rest/serve.ts'

/** As much of an API key's token as is shown of it. */
const tokenStart = /^ph_[a-z0-9-]{1,32}_[0-9A-Za-z]{4}/

/** Hands a request that was refused or failed to the request log, when its answer is made. Of one that went well nothing is looked at. */
export function noteRefusal(c: HonoContext<Env>): void {
  const refusal = c.get('refusal')
  if (refusal === undefined) return
  const context = c.get('context')
  const actor = context?.actor
  // People and the system itself don't come this way.
  const known = actor?.kind === 'key' || actor?.kind === 'portal' || actor?.kind === 'integration'
  keepRefusal({
    by: context && known ? { environmentId: context.environmentId, kind: actor.kind, id: actor.id } : null,
    tokenStart: context ? null : (readBearer(c.req.header('authorization'))?.match(tokenStart)?.[0] ?? null),
    requestId: c.get('requestId'),
    method: c.req.method,
    path: c.req.path,
    operation: c.get('operation') ?? null,
    status: refusal.status ?? c.res.status,
    code: refusal.code,
    reason: refusal.detail,
    body: c.get('bytes') ?? null,
  })
}
