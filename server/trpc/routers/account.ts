import { listEnvironmentsOf } from '#server/organizations/queries.ts'
import { publicProcedure, router, signedInProcedure } from '#server/trpc/init.ts'
import { createAccount, resetPassword, signOutEverywhere, viewLink } from '#server/users/accounts.ts'
import { acceptInvite, joinByInvite } from '#server/users/invites.ts'
import { AcceptInviteIn, CreateAccountIn, LinkIn, ResetPasswordIn } from '#server/users/schema.ts'

export const accountRouter = router({
  // Not a query: a link must not stand in an address, where logs would keep it.
  viewLink: publicProcedure.input(LinkIn).mutation(({ input }) => viewLink(input.link)),
  create: publicProcedure.input(CreateAccountIn).mutation(({ input }) => createAccount(input)),
  resetPassword: publicProcedure.input(ResetPasswordIn).mutation(({ input }) => resetPassword(input)),
  acceptInvite: publicProcedure.input(AcceptInviteIn).mutation(({ input }) => acceptInvite(input)),
  joinByInvite: signedInProcedure.input(LinkIn).mutation(({ ctx, input }) => joinByInvite(ctx.signedIn, input.link)),
  environments: signedInProcedure.query(({ ctx }) => listEnvironmentsOf(ctx.signedIn.userId)),
  signOutEverywhere: signedInProcedure.mutation(({ ctx }) => signOutEverywhere(ctx.signedIn.userId)),
})
