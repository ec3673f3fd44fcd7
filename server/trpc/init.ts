import { initTRPC, TRPCError } from '@trpc/server'
import superjson from 'superjson'
import { z } from 'zod'
import { type OpenEnvironment, openEnvironment, type SignedIn } from '#server/auth/membership.ts'
import { type Permission, permissions, roleMay } from '#server/auth/permissions.ts'
import type { Context } from '#server/context.ts'
import { AppError, type ErrorCode, isDatabaseAway, ValidationError } from '#server/errors.ts'
import { randomToken } from '#server/ids.ts'
import { log } from '#server/log.ts'
import { openPortal } from '#server/trpc/portal-access.ts'

export type RequestContext = {
  requestId: string
  signedIn: SignedIn | null
  /** Of a request with a portal token, which has nothing else: the merchant's Context. */
  merchant: (() => Promise<Context>) | null
  /** Looked up once per request, however many procedures are in it. */
  open: (organization: string, environment: string) => Promise<OpenEnvironment>
}

/** A request of a merchant's portal. `authenticate`: by its token, and only when a procedure asks. */
export const createPortalContext = (authenticate: () => Promise<Context>): RequestContext => ({
  ...createRequestContext(null),
  merchant: authenticate,
})

export function createRequestContext(signedIn: SignedIn | null): RequestContext {
  const opened = new Map<string, Promise<OpenEnvironment>>()
  return {
    requestId: `req_${randomToken(20)}`,
    signedIn,
    merchant: null,
    open: (organization, environment) => {
      if (signedIn === null) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'Sign in first.' })
      const key = `${organization} ${environment}`
      const found = opened.get(key) ?? openEnvironment(signedIn, organization, environment)
      opened.set(key, found)
      return found
    },
  }
}

const unexpected = 'Something went wrong on our side. The log has it under the request id.'

const t = initTRPC.context<RequestContext>().create({
  transformer: superjson,
  sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
  errorFormatter: ({ shape, error, ctx }) => ({
    ...shape,
    message: error.code === 'INTERNAL_SERVER_ERROR' ? unexpected : shape.message,
    data: {
      code: shape.data.code,
      httpStatus: shape.data.httpStatus,
      requestId: ctx?.requestId ?? null,
      issues: issuesOf(error.cause),
    },
  }),
})

/** What is wrong with which field of the input. */
function issuesOf(cause: unknown): { path: string; message: string }[] {
  if (cause instanceof z.ZodError) return cause.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  // The first part says where a REST request has the field.
  if (cause instanceof ValidationError) return cause.issues.map(({ loc, msg }) => ({ path: loc.slice(1).join('.'), message: msg }))
  return []
}

const codes: Partial<Record<ErrorCode, TRPCError['code']>> = {
  authentication_failed: 'UNAUTHORIZED',
  insufficient_access: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  conflict: 'CONFLICT',
  too_many_requests: 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
}

/** The one place where an error becomes an answer: the caller's fault by its code, ours logged with the request id. */
const answerErrors = t.middleware(async ({ next, ctx, path }) => {
  const result = await next()
  if (result.ok || result.error.code !== 'INTERNAL_SERVER_ERROR') return result
  const cause = result.error.cause ?? result.error
  if (cause instanceof AppError) throw new TRPCError({ code: codes[cause.code] ?? 'BAD_REQUEST', message: cause.message, cause })
  if (cause instanceof ValidationError)
    throw new TRPCError({ code: 'BAD_REQUEST', message: cause.issues.map(({ msg }) => msg).join(' '), cause })
  if (isDatabaseAway(cause)) throw new TRPCError({ code: 'SERVICE_UNAVAILABLE', message: 'The database can’t be reached now.', cause })
  log.error({ requestId: ctx.requestId, path, err: cause }, 'a procedure failed')
  return result
})

export const router = t.router
export const createCaller = t.createCallerFactory

/** For whoever has no account yet, or is not signed in. */
export const publicProcedure = t.procedure.use(answerErrors)

export const signedInProcedure = publicProcedure.use(({ ctx, next }) => {
  if (ctx.signedIn === null) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'Sign in first.' })
  return next({ ctx: { signedIn: ctx.signedIn } })
})

const place = z.object({ organization: z.string().max(32), environment: z.string().max(32) })

/** Everything inside an environment: its members', by their role, and of what is listed for portals, a merchant's, by their capabilities. */
export const environmentProcedure = (permission: Permission) =>
  publicProcedure.input(place).use(async ({ ctx, input, path, next }) => {
    const context = ctx.merchant
      ? openPortal(await ctx.merchant(), input, path, permission)
      : openAsMember(await ctx.open(input.organization, input.environment), permission)
    return next({ ctx: { context } })
  })

function openAsMember({ context, role }: OpenEnvironment, permission: Permission): Context {
  if (!roleMay(role, permission))
    throw new TRPCError({ code: 'FORBIDDEN', message: `This needs the role ${permissions[permission]} or a higher one.` })
  return context
}
