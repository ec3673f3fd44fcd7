import { z } from 'zod'
import { ApplicationIn } from '#server/applications/schema.ts'
import * as fields from '#server/fields.ts'

/** What a merchant's token may do (Svix's six). `ViewBase` alone is read-only. */
export const capabilities = [
  'ViewBase',
  'ViewEndpointSecret',
  'ManageEndpointSecret',
  'ManageTransformations',
  'CreateAttempts',
  'ManageEndpoint',
] as const
export type Capability = (typeof capabilities)[number]

const hour = 60 * 60
const day = 24 * hour

const application = ApplicationIn.nullish().meta({
  description: 'Made when the application of the path does not exist; its uid is the path’s.',
})
const sessionId = z.string().regex(/^[a-zA-Z0-9@_-]{1,64}$/, 'may hold up to 64 letters, digits and @ _ -')

export const AppPortalAccessIn = z
  .object({
    application,
    capabilities: z.array(z.enum(capabilities)).min(1).nullish().meta({ description: 'Absent: all.' }),
    featureFlags: z
      .array(fields.featureFlag)
      .max(25)
      .nullish()
      .meta({ description: 'Event types with feature flags are shown to who has one.' }),
    expiry: z
      .int()
      .min(hour)
      .max(7 * day)
      .nullish()
      .meta({ description: 'Seconds that the token works. Absent: seven days.' }),
    sessionId: sessionId.nullish().meta({ description: 'Your own name of the session, to expire it by.' }),
    readOnly: z.boolean().nullish().meta({ deprecated: true, description: 'The same as the capability `ViewBase` alone.' }),
    oneTime: z
      .boolean()
      .nullish()
      .meta({ description: 'For links in e-mails: the token can only be exchanged, once, for one that works as long.' }),
    user: z
      .object({ id: z.string().min(1).max(256), name: z.string().min(1).max(256).nullish() })
      .nullish()
      .meta({ description: 'Who it is, for the audit log.' }),
  })
  .meta({ id: 'AppPortalAccessIn' })
export type AppPortalAccessIn = z.infer<typeof AppPortalAccessIn>

export const DashboardAccessIn = z.object({ application }).meta({ id: 'DashboardAccessIn' })

export const AppPortalAccessOut = z
  .object({
    url: z.string().meta({ description: 'The address of the portal, with the token in its fragment, which browsers send to nobody.' }),
    token: z.string(),
  })
  .meta({ id: 'AppPortalAccessOut' })
export type AppPortalAccessOut = z.infer<typeof AppPortalAccessOut>

export const ExchangedTokenOut = z.object({ token: z.string() }).meta({ id: 'OneTimeTokenOut' })

export const ExpireAllIn = z
  .object({
    expiry: z
      .int()
      .min(0)
      .max(3 * day)
      .nullish()
      .meta({ description: 'Seconds that the tokens still work. Absent: none.' }),
    sessionIds: z.array(sessionId).max(1000).nullish().meta({ description: 'Only these sessions. Absent or empty: all.' }),
  })
  .meta({ id: 'ApplicationTokenExpireIn' })
export type ExpireAllIn = z.infer<typeof ExpireAllIn>
