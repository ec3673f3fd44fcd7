/** Bytes of a body that are kept. */
export const keptBytes = 2_048

/** What the API answers to what it refuses. */
export const refusedStatuses = [400, 401, 403, 404, 409, 413, 422, 429, 500, 503] as const
