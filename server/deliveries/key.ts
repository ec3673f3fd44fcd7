import { formatId, parseId } from '#server/ids.ts'

/** A delivery has no id of its own: outside, it is named by those of its message and endpoint, `msg_….ep_…`. */
export const formatKey = (row: { message_id: string; endpoint_id: string }): string =>
  `${formatId('message', row.message_id)}.${formatId('endpoint', row.endpoint_id)}`

export function parseKey(text: string): [message: string, endpoint: string] | null {
  const [message = '', endpoint = ''] = text.split('.')
  const ids = [parseId('message', message), parseId('endpoint', endpoint)]
  return ids[0] && ids[1] ? [ids[0], ids[1]] : null
}
