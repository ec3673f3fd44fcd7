/** An action as a sentence part: `endpoint.rotate_secret` is “rotated the secret of endpoint”. */
const verbs: Record<string, string> = {
  create: 'created',
  update: 'changed',
  delete: 'deleted',
  remove: 'removed',
  enable: 'enabled',
  disable: 'disabled',
  pause: 'paused',
  resume: 'resumed',
  revoke: 'revoked',
  cancel: 'canceled',
  resend: 'resent',
  resend_edited: 'edited and resent',
  expunge: 'expunged the content of',
  rotate_secret: 'rotated the secret of',
  rotate_key: 'rotated the key of',
  send_example: 'sent a test event to',
}

const things: Record<string, string> = {
  api_key: 'API key',
  demo: 'the demo environment',
  event_type: 'event type',
  portal_session: 'portal session',
  invite: 'invitation',
}

export function describeAction(action: string): string {
  const [thing = '', verb = ''] = action.split('.')
  return `${verbs[verb] ?? verb} ${things[thing] ?? thing}`
}

/** The same at the beginning of a line. */
export function nameAction(action: string): string {
  const words = describeAction(action)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** A value in one line or several. */
export function printValue(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'none'
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every(item => typeof item !== 'object')) return value.length === 0 ? 'none' : value.join(', ')
  return JSON.stringify(value, null, 2)
}
