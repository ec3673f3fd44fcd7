import { addressOf, type ExampleRequest } from '#components/reference/request.ts'

const quoted = (text: string): string => JSON.stringify(text)
const rawText = (text: string): string => (text.includes('`') ? quoted(text) : `\`${text}\``)

/** With the standard library alone: releases of the official client differ in how they are called. */
export function go(request: ExampleRequest): string {
  const { method, body } = request
  const imports = ['fmt', 'io', 'log', 'net/http', 'os', ...(body === undefined ? [] : ['strings'])]
  const given = body === undefined ? 'nil' : 'body'
  return `package main

import (
${imports.map(name => `\t${quoted(name)}`).join('\n')}
)

func main() {
${body === undefined ? '' : `\tbody := strings.NewReader(${rawText(JSON.stringify(body, null, 2))})\n`}\trequest, err := http.NewRequest(${quoted(method)}, ${quoted(addressOf(request))}, ${given})
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+os.Getenv("POSTHORN_KEY"))
${body === undefined ? '' : '\trequest.Header.Set("Content-Type", "application/json")\n'}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode >= 300 {
		log.Fatal(response.Status, " ", string(answer))
	}
	fmt.Println(string(answer))
}
`
}
