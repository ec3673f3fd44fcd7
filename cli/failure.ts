/** A failure that a person can do something about: told in its own words, without a stack. */
export class Failure extends Error {}

const databaseAdvice: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there. Start it, or correct DATABASE_URL.',
  ENOTFOUND: 'its host name is not known. Correct DATABASE_URL.',
  EAI_AGAIN: 'its host name could not be looked up. Try again, or correct DATABASE_URL.',
  ETIMEDOUT: 'it did not answer. Check the network between, or correct DATABASE_URL.',
  '28P01': 'it refused the password. Correct DATABASE_URL.',
  '28000': 'it refused the user. Correct DATABASE_URL, or the pg_hba.conf of the server.',
  '3D000': 'it has no database of that name. Create it, or correct DATABASE_URL.',
  '42501': 'the user lacks the rights. Make it the owner of the database.',
  '53300': 'it has no connection left. Raise its max_connections.',
}

/** One sentence where we know what it means and what to do; otherwise everything, because then it is our fault and will be reported. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof AggregateError && error.errors.length > 0) return explain(error.errors[0])
  if (error instanceof Failure || isSpoken(error)) return error.message
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const advice = databaseAdvice[code]
  if (advice) return `The database can’t be used: ${advice}`
  if (/timeout exceeded when trying to connect|Connection terminated due to connection timeout/.test(error.message))
    return `The database can’t be used: ${databaseAdvice.ETIMEDOUT}`
  return error.stack ?? error.message
}

/** Errors whose text is meant to be read: of the configuration, of the entity functions. By name, since loading their modules has effects. */
const spoken = new Set(['ConfigError', 'AppError', 'ValidationError'])
const isSpoken = (error: Error) => spoken.has(error.name) || spoken.has(error.constructor.name)
