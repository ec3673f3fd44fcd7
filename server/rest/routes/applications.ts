import { z } from 'zod'
import {
  createApplication,
  deleteApplication,
  getOrCreateApplication,
  patchApplication,
  upsertApplication,
} from '#server/applications/mutations.ts'
import { getApplication, listApplications } from '#server/applications/queries.ts'
import { ApplicationIn, ApplicationList, ApplicationOut, ApplicationPatch } from '#server/applications/schema.ts'
import { isMerchant } from '#server/auth/permissions.ts'
import { AppError } from '#server/errors.ts'
import * as fields from '#server/fields.ts'
import { pageOf } from '#server/pagination.ts'
import { mirroredRate, withRate } from '#server/rest/aliases.ts'
import { operation, reply } from '#server/rest/operation.ts'

const tag = 'Application'
const Application = ApplicationOut.extend(mirroredRate).meta({ id: 'ApplicationOut' })

export const applicationOperations = [
  operation({
    method: 'get',
    path: '/app',
    operationId: 'v1.application.list',
    summary: 'List applications',
    description:
      'An application is one merchant: one customer of yours who receives webhooks. Oldest first, unless `order` says otherwise.',
    tag,
    permission: 'read',
    query: ApplicationList,
    responses: { 200: pageOf(Application) },
    run: async ({ context, query }) => {
      const page = await listApplications(context, query)
      return reply(200, { ...page, data: page.data.map(withRate) })
    },
  }),
  operation({
    method: 'post',
    path: '/app',
    operationId: 'v1.application.create',
    summary: 'Create an application',
    description: 'With `get_if_exists=true` the application that has the uid is answered instead of a conflict.',
    tag,
    permission: 'configure',
    query: z.object({ get_if_exists: fields.flag(false) }),
    body: ApplicationIn,
    responses: { 201: Application, 200: Application },
    run: async ({ context, query, body, tx }) => {
      if (!query.get_if_exists) return reply(201, withRate(await createApplication(context, body, tx)))
      const { created, application } = await getOrCreateApplication(context, body, tx)
      return reply(created ? 201 : 200, withRate(application))
    },
  }),
  operation({
    method: 'get',
    path: '/app/{app_id}',
    operationId: 'v1.application.get',
    summary: 'Get an application',
    description: 'By its id or your own uid.',
    tag,
    permission: 'read',
    responses: { 200: Application },
    run: async ({ context, params }) => reply(200, withRate(await getApplication(context, params.app_id))),
  }),
  operation({
    method: 'put',
    path: '/app/{app_id}',
    operationId: 'v1.application.update',
    summary: 'Replace an application, or create it',
    description: 'What the body leaves out goes back to its default. A new uid in the path makes an application.',
    tag,
    permission: 'configure',
    wakes: true,
    body: ApplicationIn,
    responses: { 200: Application, 201: Application },
    run: async ({ context, params, body, tx }) => {
      const { created, application } = await upsertApplication(context, params.app_id, body, tx)
      return reply(created ? 201 : 200, withRate(application))
    },
  }),
  operation({
    method: 'patch',
    path: '/app/{app_id}',
    operationId: 'v1.application.patch',
    summary: 'Change an application',
    description: 'Only the fields in the body change; null clears one.',
    tag,
    permission: 'configure',
    wakes: true,
    body: ApplicationPatch,
    responses: { 200: Application },
    run: async ({ context, params, body, tx }) => {
      // By these the company finds and limits its merchants.
      if (isMerchant(context.actor) && (body.uid !== undefined || body.throttleRate !== undefined))
        throw new AppError('insufficient_access', 'A merchant may not change uid and throttleRate.')
      return reply(200, withRate(await patchApplication(context, params.app_id, body, tx)))
    },
  }),
  operation({
    method: 'delete',
    path: '/app/{app_id}',
    operationId: 'v1.application.delete',
    summary: 'Delete an application',
    description: 'Its uid is free again.',
    tag,
    permission: 'deleteApplication',
    responses: { 204: null },
    run: async ({ context, params, tx }) => {
      await deleteApplication(context, params.app_id, tx)
      return reply(204, null)
    },
  }),
]
