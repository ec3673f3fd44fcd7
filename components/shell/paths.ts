/** Every address of the dashboard is made here. */
export type Slugs = { organization: string; environment: string }

export const messagesPath = ({ organization, environment }: Slugs): string => `/${organization}/${environment}/messages`

export const messagePath = (slugs: Slugs, message: string): string => `${messagesPath(slugs)}/${message}`

export const attemptPath = (slugs: Slugs, { message, endpoint, number }: { message: string; endpoint: string; number: number }): string =>
  `${messagePath(slugs, message)}?endpoint=${endpoint}&attempt=${number}`
