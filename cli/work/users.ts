import { Failure } from '#cli/failure.ts'
import { linkAddress } from '#cli/link-address.ts'
import { print } from '#cli/print.ts'
import { config } from '#server/config.ts'
import { prisma } from '#server/db.ts'
import type { Id } from '#server/ids.ts'
import { createResetLink, createSetupLink } from '#server/users/links.ts'

export async function reset(email: string | undefined, json: boolean): Promise<void> {
  const setupToken = await createSetupLink()
  if (setupToken !== null) {
    const link = linkAddress(config.url, setupToken)
    return print(json, { purpose: 'setup', link }, `There is no account yet. This link creates the first one:\n${link}`)
  }
  const user = await findUser(email)
  const link = linkAddress(config.url, await createResetLink(user.id as Id<'user'>))
  print(
    json,
    { purpose: 'reset', email: user.email, link },
    `This link sets a new password for ${user.email}, once, within a day:\n${link}`,
  )
}

async function findUser(email: string | undefined) {
  const where = email === undefined ? {} : { email: { equals: email, mode: 'insensitive' as const } }
  const found = await prisma.user.findMany({ where, select: { id: true, email: true }, take: 2 })
  const [user] = found
  if (!user) throw new Failure(`There is no account of ${email}.`)
  if (found.length > 1) throw new Failure('There are several accounts; say whose: posthorn user reset <email>')
  return user
}
