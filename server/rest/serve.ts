import type { Context as HonoContext } from 'hono'
import { authenticate } from '#server/auth/credential.ts'
import { demand, isMerchant } from '#server/auth/permissions.ts'
import type { Context } from '#server/context.ts'
import { sha256 } from '#server/crypto.ts'
import { prisma } from '#server/db.ts'
import { notFound } from '#server/errors.ts'
import { type Answer, answerOnce } from '#server/idempotency/answer-once.ts'
import { readBody } from '#server/messages/body.ts'
import { announce } from '#server/notify.ts'
import { acceptAliases } from '#server/rest/aliases.ts'
import { demandStorable, isStorable, parse, readBytes, readIdempotencyKey, readQuery } from '#server/rest/input.ts'
import { print } from '#server/rest/json.ts'
import type { Operation, Refused, Request } from '#server/rest/operation.ts'
import { demandPortalAccess } from '#server/rest/portal-access.ts'
import { type Tx, write } from '#server/writes.ts'

/** What is known of a request by the time it is answered. */
export type Env = {
  Variables: {
    requestId: string
    operation?: string
    context?: Context
    /** Its body, once that was read. */
    bytes?: Buffer
    /** Why it was refused. */
    refusal?: Refused
  }
}
type AnyRequest = Request<string, never, never>

/** One request by one row: who, may they, what do they say, do it, answer. */
export async function serve(operation: Operation, c: HonoContext<Env>): Promise<Response> {
  c.set('operation', operation.operationId)
  const context = await authenticate(c.req.header('authorization'))
  c.set('context', context)
  const { actor } = context
  if (isMerchant(actor)) demandPortalAccess(actor, operation.operationId)
  else demand(actor, operation.permission)
  const bytes =
    operation.method === 'get' || operation.method === 'delete' ? Buffer.alloc(0) : await readBytes(c.req.raw, operation.maxBodyBytes)
  c.set('bytes', bytes)
  const url = new URL(c.req.url)
  const request = {
    context,
    params: readParams(c.req.param()),
    query: operation.query ? readQuery(operation.query, url.searchParams) : null,
    body: operation.body && !operation.raw ? readJson(operation.body, bytes) : null,
    bytes,
    header: (name: string) => c.req.header(name),
  }
  const run = async (tx: Tx): Promise<Answer> => {
    const { status, body } = await operation.run({ ...request, tx } as AnyRequest as never)
    const refusal = operation.refusalIn?.(body as never)
    if (refusal) c.set('refusal', refusal)
    return { status: Number(status), body: body === null ? null : operation.produces ? String(body) : print(body) }
  }
  const { status, body } = await within(operation, context, c, url, bytes, run)
  if (operation.wakes) {
    announce('posthorn_deliver')
    announce('posthorn_live')
  }
  return body === null
    ? c.body(null, status as 204)
    : c.body(body, status as 200, { 'content-type': operation.produces ?? 'application/json' })
}

/** Reads need no transaction; a write is one, and with an idempotency key the key is part of it. */
function within(
  { method, raw, ownTransaction }: Operation,
  context: Context,
  c: HonoContext<Env>,
  url: URL,
  bytes: Buffer,
  run: (tx: Tx) => Promise<Answer>,
): Promise<Answer> {
  if (method === 'get' || raw) return run(prisma)
  const idempotencyKey = method === 'post' ? readIdempotencyKey(c.req.header('idempotency-key')) : null
  if (idempotencyKey !== null) {
    const credential = context.actor.kind === 'system' ? context.actor.name : context.actor.id
    const key = sha256([credential, method, url.pathname + url.search, idempotencyKey].join('\n'))
    return answerOnce({ key, bodyHash: sha256(bytes), by: context }, run)
  }
  return ownTransaction ? run(prisma) : write(context, run)
}

/** What can't be stored names nothing. */
function readParams(params: Record<string, string>): Record<string, string> {
  if (!Object.values(params).every(isStorable)) throw notFound()
  return params
}

/** An empty body says nothing, as `{}` does. */
function readJson(schema: NonNullable<Operation['body']>, bytes: Buffer): unknown {
  const { fields } = bytes.length === 0 ? { fields: {} } : readBody(bytes, [])
  demandStorable(fields, 'body')
  return parse(schema, acceptAliases(fields), 'body')
}
