import type { RequestLogRow } from '#server/request-log/schema.ts'

/** What each answer means, in two or three words. */
const statusWords: Record<number, string> = {
  400: 'Not accepted',
  401: 'Key refused',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  422: 'Not valid',
  429: 'Too many requests',
  500: 'Server error',
  503: 'Unavailable',
}

/** `422 Not valid` */
export const nameStatus = (status: number): string => [status, statusWords[status]].filter(Boolean).join(' ')

/** `message.create`: operations as the clients call them. */
export const nameOperation = (operation: string | null): string => operation?.replace(/^v1\./, '') ?? 'no operation'

/** What is under `/api/v1`, which every request is. */
export const shortPath = (path: string): string => path.replace(/^\/api\/v1(?=\/)/, '')

/** A key by its name; merchants by their application. */
export const nameActor = ({ kind, name }: Pick<RequestLogRow['actor'], 'kind' | 'name'>): string =>
  kind === 'portal' ? `Merchant of ${name}` : name
