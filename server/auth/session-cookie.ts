import { decode, encode } from 'next-auth/jwt'
import { config, required } from '#server/config.ts'
import { deriveKey } from '#server/crypto.ts'

/** A session is a JWT in a cookie that scripts can't read: who, and the version of the account that it was made for. */
export const sessionSeconds = 12 * 3600
/** A session slides when this much of it is used, so that not every page sets a cookie. */
const slideAfterSeconds = 15 * 60

/** Where the proxy tells pages their own address, which Next's layouts are not told. */
export const pathHeader = 'x-posthorn-path'

const secure = config.url.startsWith('https:')

/** `__Host-`: no subdomain can plant one. Browsers allow it only over https. */
export const sessionCookie = {
  name: secure ? '__Host-posthorn-session' : 'posthorn-session',
  options: { httpOnly: true, sameSite: 'lax', path: '/', secure },
} as const

export const sessionSecret = (): string => deriveKey(required('secret'), 'session').toString('base64')

/** The cookie's next value when the session should go on for another twelve hours; null: leave it as it is. */
export async function slideSession(value: string, nowSeconds = Math.floor(Date.now() / 1000)): Promise<string | null> {
  const secret = sessionSecret()
  const token = await decode({ token: value, secret }).catch(() => null)
  if (token === null || nowSeconds - Number(token.iat) < slideAfterSeconds) return null
  return encode({ token, secret, maxAge: sessionSeconds })
}
