import { verifyPassword } from '#server/auth/password.ts'
import { countTries, forgiveTries, type TriesRow } from '#server/auth/sign-in-sql.ts'
import { sha256 } from '#server/crypto.ts'
import { pool, prisma } from '#server/db.ts'
import type { Id } from '#server/ids.ts'
import { sameEmail } from '#server/users/email.ts'

export type SignIn =
  | { kind: 'signed-in'; userId: Id<'user'>; sessionVersion: number }
  | { kind: 'refused' }
  | { kind: 'throttled'; retryAfterSeconds: number }

const windowSeconds = 15 * 60
const triesPerAccount = 10
/** More than for an account: an office shares one address. */
const triesPerAddress = 50

/** Answers alike, and as slowly, for a wrong password and an unknown account, so that nobody learns who has one. */
export async function signIn({ email, password, address }: { email: string; password: string; address: string }): Promise<SignIn> {
  const account = email.trim().toLowerCase()
  const keys = [sha256(`account ${account}`), sha256(`address ${address}`)]
  const { rows } = await pool.query<TriesRow>({ ...countTries, values: [keys, windowSeconds] })
  const exceeded = rows.filter(row => row.failure_count > (row.key.equals(keys[0]!) ? triesPerAccount : triesPerAddress))
  if (exceeded.length > 0) return { kind: 'throttled', retryAfterSeconds: Math.max(1, ...exceeded.map(row => row.seconds_left)) }

  const user = await prisma.user.findFirst({ where: { email: sameEmail(account) } })
  if (!(await verifyPassword(password, user?.passwordHash ?? null)) || user === null) return { kind: 'refused' }
  await pool.query({ ...forgiveTries, values: [...keys, windowSeconds] })
  return { kind: 'signed-in', userId: user.id as Id<'user'>, sessionVersion: user.sessionVersion }
}
