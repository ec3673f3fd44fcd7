import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { openEnvironment, type SignedIn } from '#server/auth/membership.ts'
import type { Context, Role } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { formatId, type Id } from '#server/ids.ts'
import { changeRole, inviteMember, removeMember, revokeInvite } from '#server/members/mutations.ts'
import { listInvites, listMembers } from '#server/members/queries.ts'
import { viewLink } from '#server/users/accounts.ts'
import { acceptInvite, joinByInvite } from '#server/users/invites.ts'
import { type Tx, write } from '#server/writes.ts'
import { seedEnvironment } from '#tests/support/seed.ts'

const password = 'correct horse battery'
const someAddress = () => `${randomBytes(6).toString('hex')}@example.com`

async function addMember(place: Context, role: Role) {
  const email = someAddress()
  const { organizationId } = place
  const user = await prisma.user.create({
    data: { email, name: 'Ada', passwordHash: '', members: { create: { organizationId, role } } },
  })
  const signedIn: SignedIn = { userId: user.id as Id<'user'>, name: user.name, email }
  const { slug, organization } = await prisma.environment.findUniqueOrThrow({
    where: { id: place.environmentId },
    include: { organization: true },
  })
  const { context } = await openEnvironment(signedIn, organization.slug, slug)
  return { id: formatId('user', user.id), signedIn, context }
}

const inName = <T>(context: Context, work: (tx: Tx) => Promise<T>): Promise<T> => write(context, work)
const tokenOf = ({ link }: { link: string }) => link.slice(link.indexOf('#') + 1)
const refused = (code: string) => expect.objectContaining({ code })

describe('a member', () => {
  test('has another role from the next request on, and is gone once removed', async () => {
    const place = await seedEnvironment()
    const [owner, viewer] = [await addMember(place, 'owner'), await addMember(place, 'viewer')]
    await inName(owner.context, tx => changeRole(owner.context, { user: viewer.id, role: 'admin' }, tx))
    expect((await listMembers(owner.context)).map(({ id, role }) => [id, role])).toEqual([
      [owner.id, 'owner'],
      [viewer.id, 'admin'],
    ])
    await inName(owner.context, tx => removeMember(owner.context, viewer.id, tx))
    expect(await listMembers(owner.context)).toHaveLength(1)
  })

  test('who is the last owner stays one, also when two owners remove each other at once', async () => {
    const place = await seedEnvironment()
    const [ada, eve] = [await addMember(place, 'owner'), await addMember(place, 'owner')]
    const outcomes = await Promise.allSettled([
      inName(ada.context, tx => removeMember(ada.context, eve.id, tx)),
      inName(eve.context, tx => changeRole(eve.context, { user: ada.id, role: 'viewer' }, tx)),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const [last] = (await listMembers(ada.context)).filter(({ role }) => role === 'owner')
    for (const work of [
      (tx: Tx) => removeMember(place, last!.id, tx),
      (tx: Tx) => changeRole(place, { user: last!.id, role: 'admin' }, tx),
    ])
      await expect(inName(place, work)).rejects.toEqual(refused('conflict'))
  })

  test('who is an admin touches no owner and makes none', async () => {
    const place = await seedEnvironment()
    const [owner, admin, viewer] = [await addMember(place, 'owner'), await addMember(place, 'admin'), await addMember(place, 'viewer')]
    await addMember(place, 'owner')
    for (const work of [
      (tx: Tx) => removeMember(admin.context, owner.id, tx),
      (tx: Tx) => changeRole(admin.context, { user: owner.id, role: 'viewer' }, tx),
      (tx: Tx) => changeRole(admin.context, { user: viewer.id, role: 'owner' }, tx),
      (tx: Tx) => inviteMember(admin.context, { email: someAddress(), role: 'owner' }, tx),
    ])
      await expect(inName<unknown>(admin.context, work)).rejects.toEqual(refused('insufficient_access'))
  })

  test('of another organization is not found', async () => {
    const [here, there] = [await seedEnvironment(), await seedEnvironment()]
    const stranger = await addMember(there, 'viewer')
    await expect(inName(here, tx => removeMember(here, stranger.id, tx))).rejects.toEqual(refused('not_found'))
  })
})

describe('an invitation', () => {
  const invite = (context: Context, email = someAddress(), role: Role = 'viewer') =>
    inName(context, tx => inviteMember(context, { email, role }, tx))

  test('makes an account and a member, once', async () => {
    const place = await seedEnvironment()
    const made = await invite(place)
    const link = tokenOf(made)
    expect(await listInvites(place)).toMatchObject([{ id: made.id, email: made.email, role: 'viewer' }])
    expect(await viewLink(link)).toEqual({ purpose: 'invite', email: made.email, role: 'viewer', organization: 'Test', hasAccount: false })
    expect(await acceptInvite({ link, name: 'Grace', password })).toMatchObject({
      kind: 'done',
      email: made.email,
      place: { environment: 'test' },
    })
    expect(await listMembers(place)).toMatchObject([{ name: 'Grace', email: made.email, role: 'viewer' }])
    expect(await acceptInvite({ link, name: 'Eve', password })).toEqual({ kind: 'link_invalid' })
    expect(await listInvites(place)).toEqual([])
    await expect(invite(place, made.email.toUpperCase())).rejects.toEqual(refused('conflict'))
  })

  test('lets the account of its address in, and no other', async () => {
    const [place, elsewhere] = [await seedEnvironment(), await seedEnvironment()]
    const [ada, eve] = [await addMember(elsewhere, 'owner'), await addMember(elsewhere, 'owner')]
    const link = tokenOf(await invite(place, ada.signedIn.email, 'developer'))
    expect(await viewLink(link)).toMatchObject({ hasAccount: true })
    await expect(acceptInvite({ link, name: 'Ada', password })).rejects.toEqual(refused('conflict'))
    await expect(joinByInvite(eve.signedIn, link)).rejects.toEqual(refused('insufficient_access'))
    expect(await joinByInvite(ada.signedIn, link)).toMatchObject({ kind: 'done' })
    expect(await listMembers(place)).toMatchObject([{ id: ada.id, role: 'developer' }])
  })

  test('is worth nothing once revoked, or once there is a newer one', async () => {
    const place = await seedEnvironment()
    const first = await invite(place)
    const second = await invite(place, first.email)
    expect(await viewLink(tokenOf(first))).toBeNull()
    await inName(place, tx => revokeInvite(place, second.id, tx))
    expect(await viewLink(tokenOf(second))).toBeNull()
    await expect(inName(place, tx => revokeInvite(place, second.id, tx))).rejects.toEqual(refused('not_found'))
  })

  test('and who joins by it are in the audit log, without the link', async () => {
    const place = await seedEnvironment()
    const made = await invite(place)
    await acceptInvite({ link: tokenOf(made), name: 'Grace', password })
    const entries = await prisma.auditEntry.findMany({
      where: { organizationId: place.organizationId, environmentId: null },
      orderBy: { id: 'asc' },
    })
    expect(entries.map(({ action, actorKind, targetName }) => [action, actorKind, targetName])).toEqual([
      ['organization.create', 'system', 'Test'],
      ['invite.create', 'system', made.email],
      ['member.create', 'user', 'Grace'],
    ])
    expect(JSON.stringify(entries)).not.toContain(tokenOf(made))
  })
})
