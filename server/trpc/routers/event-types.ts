import { z } from 'zod'
import { catalogSchema, catalogTypes } from '#server/event-types/catalog.ts'
import { listCatalog, listSubscribers, viewEventType } from '#server/event-types/dashboard.ts'
import { DraftIn, EventTypesIn, SubscribersIn } from '#server/event-types/dashboard-schema.ts'
import { checkDraft } from '#server/event-types/draft.ts'
import { importOpenApi } from '#server/event-types/import-openapi.ts'
import { createEventType, deleteEventType, patchEventType } from '#server/event-types/mutations.ts'
import { viewOffered } from '#server/event-types/offered.ts'
import { EventTypeIn, EventTypePatch, ImportOpenApiIn } from '#server/event-types/schema.ts'
import { eventTypeName } from '#server/fields.ts'
import { environmentProcedure, router } from '#server/trpc/init.ts'
import { write } from '#server/writes.ts'

const named = z.object({ name: eventTypeName })

const read = environmentProcedure('read')
const configure = environmentProcedure('configure')

export const eventTypesRouter = router({
  list: read.input(EventTypesIn).query(({ ctx, input }) => listCatalog(ctx.context, input)),
  get: read.input(named).query(({ ctx, input }) => viewEventType(ctx.context, input.name)),
  offered: read.input(named).query(({ ctx, input }) => viewOffered(ctx.context, input.name)),
  subscribers: read.input(SubscribersIn).query(({ ctx, input }) => listSubscribers(ctx.context, input)),
  check: read.input(DraftIn).query(({ input }) => checkDraft(input.text)),
  types: read.query(({ ctx }) => catalogTypes(ctx.context)),
  schema: read.query(({ ctx }) => catalogSchema(ctx.context)),
  create: configure
    .input(z.object({ eventType: EventTypeIn }))
    .mutation(({ ctx, input }) => write(ctx.context, tx => createEventType(ctx.context, input.eventType, tx))),
  change: configure
    .input(named.extend({ patch: EventTypePatch }))
    .mutation(({ ctx, input }) => write(ctx.context, tx => patchEventType(ctx.context, input.name, input.patch, tx))),
  archive: configure
    .input(named)
    .mutation(({ ctx, input }) => write(ctx.context, tx => deleteEventType(ctx.context, input.name, { expunge: false }, tx))),
  importOpenApi: configure
    .input(ImportOpenApiIn)
    .mutation(({ ctx, input }) => write(ctx.context, tx => importOpenApi(ctx.context, input, tx))),
})
