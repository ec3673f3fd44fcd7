import { shellQuoted } from '#components/attempts/snippets.ts'
import { addressOf, type ExampleRequest } from '#components/reference/request.ts'

export function curl(request: ExampleRequest): string {
  const { method, body } = request
  return [
    `curl ${method === 'GET' ? '' : `-X ${method} `}${shellQuoted(addressOf(request))}`,
    `-H "Authorization: Bearer $POSTHORN_KEY"`,
    ...(body === undefined ? [] : [`-H 'Content-Type: application/json'`, `-d ${shellQuoted(JSON.stringify(body, null, 2))}`]),
  ].join(' \\\n  ')
}
