import type { z } from 'zod'
import type { Permission } from '#server/auth/permissions.ts'
import type { Context } from '#server/context.ts'
import type { Tx } from '#server/writes.ts'

/**
 * One row of the operation table: it serves the request, documents it (OpenAPI), and is tested for its refusals.
 * Rows are written with `operation`, which ties the types together, and hold no try/catch: errors are answered in one place.
 */
export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** `{name}` segments of a path. */
type Params<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? { [K in Name]: string } & Params<Rest> : unknown

/** Schema of the body by status; null: no body. */
export type Responses = Record<number, z.ZodType | null>
type Reply<R extends Responses> = {
  [Status in keyof R]: { status: Status; body: R[Status] extends z.ZodType ? z.input<R[Status]> : null }
}[keyof R]

export type Request<Path extends string, Query, Body> = {
  context: Context
  params: Params<Path>
  query: Query extends z.ZodType ? z.output<Query> : null
  body: Body extends z.ZodType ? z.output<Body> : null
  /** One transaction for the whole request, also for its idempotency key; of reads and rows with `ownTransaction` it is none. */
  tx: Tx
  /** The request's body as it came. */
  bytes: Buffer
  header: (name: string) => string | undefined
}

/** What the request log says of a request: as its answer, or as the part of it that says so. */
export type Refused = { code: string; detail: string; status?: number }

type Row<Path extends string, Query, Body, R extends Responses> = {
  method: Method
  path: Path
  operationId: string
  summary: string
  description: string
  tag: string
  permission: Permission
  query?: Query
  body?: Body
  /** The row reads `bytes` itself and keeps its own idempotency keys: the hot path parses once. `body` is documentation then. */
  raw?: true
  /** The row's work commits by itself. */
  ownTransaction?: true
  /** It may have changed what is due: workers look after the commit, and so do those who watch. */
  wakes?: true
  /** How long a body may be, where that is not what a message may. */
  maxBodyBytes?: number
  /** Why a part of the request was refused although the answer is no error; null: nothing was. For the request log. */
  refusalIn?: (body: NonNullable<Reply<R>['body']>) => Refused | null
  /** The media type of what it answers, which is text then; JSON otherwise. */
  produces?: string
  responses: R
  run: (request: Request<Path, Query, Body>) => Promise<Reply<R>>
}

export type Operation = {
  method: Method
  path: string
  operationId: string
  summary: string
  description: string
  tag: string
  permission: Permission
  query?: z.ZodObject
  body?: z.ZodType
  raw?: true
  ownTransaction?: true
  wakes?: true
  maxBodyBytes?: number
  refusalIn?: (body: never) => Refused | null
  produces?: string
  responses: Responses
  run: (request: never) => Promise<{ status: PropertyKey; body: unknown }>
}

export const operation = <
  const Path extends string,
  R extends Responses,
  Query extends z.ZodObject | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(
  row: Row<Path, Query, Body, R>,
): Operation => row as unknown as Operation

export const reply = <const Status extends number, Body>(status: Status, body: Body): { status: Status; body: Body } => ({ status, body })
