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

function sendCommand(url: string, application: string | undefined): string {
  const post = (path: string, body: string) =>
    [
      `curl ${url}/api/v1/${path} \\`,
      `  -H "Authorization: Bearer $POSTHORN_KEY" \\`,
      `  -H 'Content-Type: application/json' \\`,
      `  -d '${body}'`,
    ].join('\n')
  const message = post(`app/${application ?? 'joes-tshirts'}/msg`, '{"eventType": "payment.succeeded", "payload": {"id": "pay_12345"}}')
  return application === undefined ? `${post('app', '{"uid": "joes-tshirts", "name": "Joe T-Shirts"}')}\n\n${message}` : message
}
