import { getOrCreateApplication } from '#server/applications/mutations.ts'
import { findApplication } from '#server/applications/queries.ts'
import type { ApplicationIn } from '#server/applications/schema.ts'
import type { Context } from '#server/context.ts'
import { exchangePortalToken, expirePortal, leavePortal, openPortal } from '#server/portal/mutations.ts'
import { AppPortalAccessIn, AppPortalAccessOut, DashboardAccessIn, ExchangedTokenOut, ExpireAllIn } from '#server/portal/schema.ts'
import { referenceTo } from '#server/references.ts'
import { readApplication } from '#server/rest/new-message.ts'
import { operation, reply } from '#server/rest/operation.ts'
import type { Tx } from '#server/writes.ts'

const tag = 'Authentication'

/** The application of the path is made on the way when the body says how. */
async function makeNamed(context: Context, path: string, given: ApplicationIn | null | undefined, tx: Tx): Promise<void> {
  const application = readApplication(path, given)
  if (application && !(await findApplication(context, referenceTo('application', path), tx)))
    await getOrCreateApplication(context, application, tx)
}

export const authenticationOperations = [
  operation({
    method: 'post',
    path: '/auth/app-portal-access/{app_id}',
    operationId: 'v1.authentication.app-portal-access',
    summary: 'Make a portal token',
    description: 'For one application: the token goes to the merchant’s browser, the address opens the portal with it.',
    tag,
    permission: 'configure',
    body: AppPortalAccessIn,
    responses: { 200: AppPortalAccessOut },
    run: async ({ context, params, body: { application, ...input }, tx }) => {
      await makeNamed(context, params.app_id, application, tx)
      return reply(200, await openPortal(context, params.app_id, input, tx))
    },
  }),
  operation({
    method: 'post',
    path: '/auth/dashboard-access/{app_id}',
    operationId: 'v1.authentication.dashboard-access',
    summary: 'Make a portal token',
    description: 'Deprecated: the older name of app-portal-access.',
    tag,
    permission: 'configure',
    body: DashboardAccessIn,
    responses: { 200: AppPortalAccessOut },
    run: async ({ context, params, body, tx }) => {
      await makeNamed(context, params.app_id, body.application, tx)
      return reply(200, await openPortal(context, params.app_id, {}, tx))
    },
  }),
  operation({
    method: 'post',
    path: '/auth/one-time-token',
    operationId: 'v1.authentication.exchange-one-time-token',
    summary: 'Exchange a one-time token',
    description: 'Asked with the token that a link carried. It is used up; the answer has one that works until the same moment.',
    tag,
    permission: 'read',
    responses: { 200: ExchangedTokenOut },
    run: async ({ context, tx }) => reply(200, await exchangePortalToken(context, tx)),
  }),
  operation({
    method: 'post',
    path: '/auth/app/{app_id}/expire-all',
    operationId: 'v1.authentication.expire-all',
    summary: 'Expire the portal tokens of an application',
    description: 'At once, or after `expiry` seconds; all of them, or those of the sessions named.',
    tag,
    permission: 'configure',
    body: ExpireAllIn,
    responses: { 204: null },
    run: async ({ context, params, body, tx }) => {
      await expirePortal(context, params.app_id, body, tx)
      return reply(204, null)
    },
  }),
  operation({
    method: 'post',
    path: '/auth/logout',
    operationId: 'v1.authentication.logout',
    summary: 'End the portal token that asks for it',
    description: 'It works no more from now on. To be called with the portal token itself.',
    tag,
    permission: 'read',
    responses: { 204: null },
    run: async ({ context, tx }) => {
      await leavePortal(context, tx)
      return reply(204, null)
    },
  }),
]
