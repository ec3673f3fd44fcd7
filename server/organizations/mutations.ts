import { AppError, notFound } from '#server/errors.ts'
import type { Organization } from '#server/generated/prisma/client.ts'
import type { Id } from '#server/ids.ts'
import type { Tx } from '#server/writes.ts'

type OrganizationIn = { slug: string; name: string }

const firstOrganization: OrganizationIn = { slug: 'default', name: 'My organization' }

/** Finds it by its slug or makes it. */
async function getOrCreateOrganization({ slug, name }: OrganizationIn, tx: Tx): Promise<Named> {
  return toNamed(await tx.organization.upsert({ where: { slug }, create: { slug, name }, update: {} }))
}

/**
 * The organization that is meant: the named one, or the only one; without any, one is made to begin with.
 * @throws AppError not_found, or conflict when there are several and none is named
 */
export async function openOrganization(slug: string | undefined, tx: Tx): Promise<Named> {
  const found = await tx.organization.findMany({ where: slug === undefined ? {} : { slug }, take: 2 })
  const [organization] = found
  if (found.length > 1) throw new AppError('conflict', 'There are several organizations; say which one.')
  if (organization) return toNamed(organization)
  if (slug !== undefined) throw notFound(`Organization ${slug}`)
  return getOrCreateOrganization(firstOrganization, tx)
}

export type Named = { id: Id<'organization'>; slug: string; name: string }
const toNamed = ({ id, slug, name }: Organization): Named => ({ id: id as Id<'organization'>, slug, name })
