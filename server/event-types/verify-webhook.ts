/** Source text that is handed out with the types: for the receiver, in any runtime that has Web Crypto. */
export const verifyWebhook = `/**
 * The payload of a webhook, once its signature is known to be good and its time to be within five minutes of now; anything else throws.
 * \`body\` must be the request's body exactly as it arrived. For secrets that begin with whsec_.
 */
export async function verifyWebhook<Type extends EventType = EventType>(
  secret: string,
  headers: { get(name: string): string | null } | Record<string, string | string[] | undefined>,
  body: string,
): Promise<EventPayloads[Type]> {
  const read = (name: string): string => {
    const value = typeof headers.get === 'function' ? headers.get(name) : (headers as Record<string, string | string[] | undefined>)[name]
    return (Array.isArray(value) ? value[0] : value) ?? ''
  }
  const header = (name: string): string => read(\`webhook-\${name}\`) || read(\`svix-\${name}\`)
  const bytes = (base64: string) => Uint8Array.from(atob(base64), character => character.charCodeAt(0))
  const timestamp = header('timestamp')
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp || 'none')) <= 300)) throw new Error('The timestamp is missing, or more than five minutes from now.')
  const signed = new TextEncoder().encode(\`\${header('id')}.\${timestamp}.\${body}\`)
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', bytes(secret.replace(/^whsec_/, '')), algorithm, false, ['verify'])
  for (const signature of header('signature').split(' ')) {
    const [version, value] = signature.split(',')
    if (version === 'v1' && value && (await crypto.subtle.verify('HMAC', key, bytes(value), signed))) return JSON.parse(body)
  }
  throw new Error('No signature fits: is it the right secret, and the body exactly as it arrived?')
}
`
