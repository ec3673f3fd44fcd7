'use client'
import { useQuery } from '@tanstack/react-query'
import { usePlace, useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'

/** A command that posts a message to the newest application; before there is any, it makes one first. */
export function useSendCommand(): string {
  const { url } = usePlace()
  const scope = useScope()
  const trpc = useTRPC()
  const { data } = useQuery(trpc.messages.searchApplications.queryOptions({ ...scope, text: '' }))
  const application = data?.[0]
  return sendCommand(url, application && (application.uid ?? application.id))
}

/** Without a key the command reads it from the shell's `POSTHORN_KEY`. */
export function postCommand(url: string, path: string, body: string, key = '$POSTHORN_KEY'): string {
  return [
    `curl ${url}/api/v1/${path} \\`,
    `  -H "Authorization: Bearer ${key}" \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${body}'`,
  ].join('\n')
}

export const applicationBody = '{"uid": "joes-tshirts", "name": "Joe T-Shirts"}'
export const messageBody = '{"eventType": "payment.succeeded", "payload": {"id": "pay_12345", "amount": 2900}}'

function sendCommand(url: string, application: string | undefined): string {
  const message = postCommand(url, `app/${application ?? 'joes-tshirts'}/msg`, messageBody)
  return application === undefined ? `${postCommand(url, 'app', applicationBody)}\n\n${message}` : message
}
