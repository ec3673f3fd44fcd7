import { z } from 'zod'
import { changeRole, inviteMember, removeMember, revokeInvite } from '#server/members/mutations.ts'
import { listInvites, listMembers } from '#server/members/queries.ts'
import { InviteIn, RoleIn } from '#server/members/schema.ts'
import { environmentProcedure, router } from '#server/trpc/init.ts'
import { write } from '#server/writes.ts'

const read = environmentProcedure('read')
const manage = environmentProcedure('manageMembers')
const id = z.string().max(64)

export const membersRouter = router({
  list: read.query(({ ctx }) => listMembers(ctx.context)),
  invites: read.query(({ ctx }) => listInvites(ctx.context)),
  invite: manage.input(InviteIn).mutation(({ ctx, input }) => write(ctx.context, tx => inviteMember(ctx.context, input, tx))),
  revokeInvite: manage
    .input(z.object({ invite: id }))
    .mutation(({ ctx, input }) => write(ctx.context, tx => revokeInvite(ctx.context, input.invite, tx))),
  changeRole: manage.input(RoleIn).mutation(({ ctx, input }) => write(ctx.context, tx => changeRole(ctx.context, input, tx))),
  remove: manage
    .input(z.object({ user: id }))
    .mutation(({ ctx, input }) => write(ctx.context, tx => removeMember(ctx.context, input.user, tx))),
})
