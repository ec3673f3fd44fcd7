import { linkAddress } from '#cli/link-address.ts'
import type { Prepared } from '#cli/start/preparation.ts'

/** What a start prints when everything runs: at most six lines, so that with what came before it stays under ten. */
export function announcement(url: string, { setupToken, apiKey, demo, demoRemoved }: Prepared): string {
  // The demo fills in who you are, so that a first look costs one password.
  const person = !demo ? '' : `?${new URLSearchParams({ name: 'Demo Owner', email: 'owner@example.com' })}`
  const dashboard = setupToken === null ? url : `${linkAddress(url, setupToken)}${person}  (create your account)`
  const lines = [`Dashboard  ${dashboard}`]
  if (demoRemoved) lines.push('Demo       removed, with its merchants, messages and API keys')
  if (apiKey === null) lines.push('API key    make one with: posthorn key create --environment <name>  (posthorn environment list)')
  else lines.push(`API key    ${apiKey}`)
  if (apiKey !== null && demo) lines.push("Send an event to the demo's merchant, Joe's T-Shirts:", ...curl(url, apiKey))
  return lines.join('\n')
}

function curl(url: string, apiKey: string): string[] {
  const event = { eventType: 'payment.succeeded', payload: { type: 'payment.succeeded', data: { amount: 4200, currency: 'EUR' } } }
  return [
    `  curl ${url}/api/v1/app/joes-tshirts/msg -H 'content-type: application/json' \\`,
    `    -H 'authorization: Bearer ${apiKey}' \\`,
    `    -d '${JSON.stringify(event)}'`,
  ]
}
