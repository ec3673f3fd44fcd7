import { z } from 'zod'
import { getReplayCourse } from '#server/replays/course.ts'
import { cancelReplay } from '#server/replays/mutations.ts'
import { createFromDraft, getReplayView, listReplayViews, nameTarget, previewDraft } from '#server/replays/view.ts'
import { NewReplay, ReplayDraft, ReplayTarget } from '#server/replays/view-schema.ts'
import { change } from '#server/trpc/change.ts'
import { environmentProcedure, router } from '#server/trpc/init.ts'

const id = z.string().max(64)
const replay = z.object({ replay: id })

const read = environmentProcedure('read')
const resend = environmentProcedure('resend')

export const replaysRouter = router({
  list: read.input(z.object({ cursor: id.nullish() })).query(({ ctx, input }) => listReplayViews(ctx.context, input)),
  get: read.input(replay).query(({ ctx, input }) => getReplayView(ctx.context, input)),
  course: read.input(replay).query(({ ctx, input }) => getReplayCourse(ctx.context, input, Date.now())),
  target: read.input(ReplayTarget).query(({ ctx, input }) => nameTarget(ctx.context, input)),
  preview: read.input(ReplayDraft).query(({ ctx, input }) => previewDraft(ctx.context, input)),
  create: resend.input(NewReplay).mutation(({ ctx, input }) => change(ctx.context, tx => createFromDraft(ctx.context, input, tx))),
  cancel: resend.input(replay).mutation(({ ctx, input }) => cancelReplay(ctx.context, { application: null, ...input })),
})
