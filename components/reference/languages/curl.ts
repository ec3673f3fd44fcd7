import { addressOf, type ExampleRequest } from '#components/reference/request.ts'

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

export function curl(request: ExampleRequest): string {
  const { method, body } = request
  return [
    `curl ${method === 'GET' ? '' : `-X ${method} `}${quote(addressOf(request))}`,
    `-H "Authorization: Bearer $POSTHORN_KEY"`,
    ...(body === undefined ? [] : [`-H 'Content-Type: application/json'`, `-d ${quote(JSON.stringify(body, null, 2))}`]),
  ].join(' \\\n  ')
}
