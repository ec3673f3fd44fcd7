import clientMethods from '#components/reference/client-methods.json' with { type: 'json' }
import type { Document, Operation } from '#components/reference/document.ts'
import { sampleOf } from '#components/reference/sample.ts'

/** A method of the official clients: its path in the client, and the names of its arguments. */
export type ClientMethod = { path: string[]; parameters: string[] }

/** A request that could be made, before any language writes it down. */
export type ExampleRequest = {
  server: string
  method: string
  /** Below the server's address, filled in. */
  path: string
  pathArguments: string[]
  query: Record<string, string | number>
  body: Record<string, unknown> | undefined
  /** Whether something comes back. */
  answers: boolean
  /** Null: only Posthorn has it, and it is called over plain HTTP. */
  client: ClientMethod | null
}

const idEnd = '01k9zq3f7vea3sv6w0g0ry9d4n'
const pathExamples: Readonly<Record<string, string>> = {
  app_id: 'acme',
  endpoint_id: 'acme-production',
  msg_id: 'inv_1042-paid',
  event_type_name: 'invoice.paid',
  attempt_id: `atmpt_${idEnd}`,
  replay_id: `rpl_${idEnd}`,
  task_id: `qtask_${idEnd}`,
}
const exampleLimit = 20

const known = clientMethods as Readonly<Record<string, ClientMethod>>

export function exampleOf(document: Document, server: string, { id, method, path, parameters, body, answers }: Operation): ExampleRequest {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const pathArguments = names.map(name => pathExamples[name] ?? `${name.replace(/_id$/, '')}_${idEnd}`)
  const rest = [...pathArguments]
  const asked = parameters.filter(one => one.in === 'query' && (one.required || one.name === 'limit'))
  return {
    server,
    method: method.toUpperCase(),
    path: path.replace(/\{\w+\}/g, () => encodeURIComponent(rest.shift() ?? '')),
    pathArguments,
    query: Object.fromEntries(
      asked.map(({ name, schema }) => [name, name === 'limit' ? exampleLimit : (sampleOf(document, schema) as string | number)]),
    ),
    body: body === null ? undefined : (sampleOf(document, body) as Record<string, unknown>),
    answers: answers.some(answer => answer.schema !== null),
    client: known[id] ?? null,
  }
}

export const addressOf = ({ server, path, query }: ExampleRequest): string => {
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString()
  return `${server}${path}${search && `?${search}`}`
}
