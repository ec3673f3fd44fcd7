import { portalSlug } from '#server/portal/session-schema.ts'

/** Every address of the dashboard and of the portal is made here; in the portal, `portal` stands for the organization. */
export type Slugs = { organization: string; environment: string }

export const overviewPath = ({ organization, environment }: Slugs): string => `/${organization}/${environment}`

/** The way to the first message. */
export const firstStepsPath = ({ organization, environment }: Slugs): string => `/${organization}/${environment}/start`

export const messagesPath = ({ organization, environment }: Slugs): string => `/${organization}/${environment}/messages`

export const messagePath = (slugs: Slugs, message: string): string => `${messagesPath(slugs)}/${message}`

/** The portal's, where the dashboard has its overview. */
export const activityPath = ({ organization, environment }: Slugs): string => `/${organization}/${environment}/activity`

export const eventTypesPath = ({ organization, environment }: Slugs): string => `/${organization}/${environment}/event-types`

export const eventTypePath = (slugs: Slugs, name: string): string => `${eventTypesPath(slugs)}/${encodeURIComponent(name)}`

export type AttemptAddress = { message: string; endpoint: string; number: number }

export const attemptPath = (slugs: Slugs, { message, endpoint, number }: AttemptAddress): string =>
  `${messagePath(slugs, message)}?endpoint=${endpoint}&attempt=${number}`

export const messagesOfPath = (slugs: Slugs, application: string): string => `${messagesPath(slugs)}?application=${application}&range=30d`

export const systemPath = ({ organization, environment }: Slugs): string => `/${organization}/${environment}/system`

export const applicationsPath = ({ organization, environment }: Slugs): string => `/${organization}/${environment}/applications`

/** A portal is of one application, and its addresses do not name it. */
export const applicationPath = (slugs: Slugs, application: string): string =>
  slugs.organization === portalSlug ? overviewPath(slugs) : `${applicationsPath(slugs)}/${application}`

type EndpointPlace = { application: string; endpoint: string; operational?: boolean }

/** An application's page lists its endpoints; those for operational events have a list of their own. */
export const endpointListPath = (slugs: Slugs, { application, operational = false }: Omit<EndpointPlace, 'endpoint'>): string =>
  operational ? operationalWebhooksPath(slugs) : applicationPath(slugs, application)

export const newEndpointPath = (slugs: Slugs, application: string): string => `${applicationPath(slugs, application)}/endpoints/new`

export const endpointPath = (slugs: Slugs, { application, endpoint, operational = false }: EndpointPlace): string =>
  operational ? `${operationalWebhooksPath(slugs)}/${endpoint}` : `${applicationPath(slugs, application)}/endpoints/${endpoint}`

export const editEndpointPath = (slugs: Slugs, place: EndpointPlace): string => `${endpointPath(slugs, place)}/edit`

/** A message with one of its deliveries chosen. */
export const deliveryPath = (slugs: Slugs, { message, endpoint }: { message: string; endpoint: string }): string =>
  `${messagePath(slugs, message)}?endpoint=${endpoint}`

export const deliveriesPath = ({ organization, environment }: Slugs): string => `/${organization}/${environment}/deliveries`

export const deliveriesExportPath = (slugs: Slugs, format: string, filter: URLSearchParams): string =>
  `${deliveriesPath(slugs)}/export?${new URLSearchParams([['format', format], ...filter])}`

export const replaysPath = ({ organization, environment }: Slugs): string => `/${organization}/${environment}/replays`

export const replayPath = (slugs: Slugs, replay: string): string => `${replaysPath(slugs)}/${replay}`

export const newReplayPath = (slugs: Slugs, draft: URLSearchParams): string => `${replaysPath(slugs)}/new?${draft}`

export const developersPath = ({ organization, environment }: Slugs): string => `/${organization}/${environment}/developers`

export const operationalWebhooksPath = (slugs: Slugs): string => `${developersPath(slugs)}/operational-webhooks`

export const newOperationalWebhookPath = (slugs: Slugs): string => `${operationalWebhooksPath(slugs)}/new`

export const requestLogPath = (slugs: Slugs): string => `${developersPath(slugs)}/requests`

/** By the id that the answer said. */
export const requestPath = (slugs: Slugs, requestId: string): string => `${requestLogPath(slugs)}/${encodeURIComponent(requestId)}`

/** The signature debugger, filled in from an attempt where one is given. */
export const signaturePath = (slugs: Slugs, attempt?: AttemptAddress): string =>
  `${developersPath(slugs)}/signature${attempt ? `?message=${attempt.message}&endpoint=${attempt.endpoint}&attempt=${attempt.number}` : ''}`

/** The attempt that an address names. */
export function readAttemptAddress(params: Pick<URLSearchParams, 'get'>): AttemptAddress | null {
  const [message, endpoint, number] = [params.get('message'), params.get('endpoint'), Number(params.get('attempt'))]
  return message && endpoint && Number.isInteger(number) && number > 0 ? { message, endpoint, number } : null
}

export const settingsPath = ({ organization, environment }: Slugs): string => `/${organization}/${environment}/settings`

export const membersPath = (slugs: Slugs): string => `${settingsPath(slugs)}/members`

export const transferPath = (slugs: Slugs): string => `${settingsPath(slugs)}/transfer`

export const auditPath = (slugs: Slugs): string => `${settingsPath(slugs)}/audit`

/** The reference of the API, which everybody may read. */
export const referencePath = '/docs/api'
