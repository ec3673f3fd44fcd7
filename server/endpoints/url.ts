import { config } from '#server/config.ts'
import { judgeUrl, parseSubnets, type Subnets } from '#server/endpoints/address.ts'
import { invalid } from '#server/errors.ts'
import { once } from '#server/process.ts'

/** `credentials`: what the URL says about them; undefined when it says nothing, null when it names an empty user (`https://@host`). */
export type EndpointUrl = { url: string; credentials: string | null | undefined; secure: boolean }

const allowed = (): Subnets => once('allowed subnets', () => parseSubnets(config.allowSubnets))
const hasUserInfo = /^[a-z]+:[\\/]*[^\\/?#]*@/i

/**
 * The URL of an endpoint without its credentials, and those apart.
 * @throws ValidationError for what can't or may not be delivered to
 */
export function readUrl(text: string, environment: { allowHttp: boolean }): EndpointUrl {
  const refuse = (detail: string) => invalid(['body', 'url'], detail)
  const judged = judgeUrl(text.trim(), allowed())
  if (!judged.ok) throw refuse(`The endpoint's URL is refused: ${judged.detail}.`)
  const { url } = judged
  const secure = url.protocol === 'https:'
  // The built-in receiver is beside us: nothing leaves the machine.
  if (!secure && !environment.allowHttp && url.href !== config.receiver) throw refuse("The endpoint's URL must begin with https://.")

  const credentials = readCredentials(url)
  if (credentials === undefined) throw refuse('The credentials in the URL are not percent-encoded rightly.')
  if (credentials !== null && !secure) throw refuse('Credentials are sent over https only.')
  url.username = ''
  url.password = ''
  url.hash = ''
  return { url: url.href, credentials: credentials ?? (hasUserInfo.test(text.trim()) ? null : undefined), secure }
}

/** Null when there are none, undefined when they can't be decoded. */
function readCredentials({ username, password }: URL): string | null | undefined {
  if (username === '' && password === '') return null
  try {
    return `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  } catch {
    return undefined
  }
}
