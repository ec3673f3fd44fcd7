import { prisma } from '#server/db.ts'
import { parseId } from '#server/ids.ts'
import { log } from '#server/log.ts'

/** Which sites may show an environment's portal in a frame, as `frame-ancestors` wants them. None while that can't be known. */
export async function findFramers(environment: string): Promise<string[] | 'any'> {
  const id = parseId('environment', environment)
  if (id === null) return []
  try {
    const found = await prisma.environment.findUnique({ where: { id }, select: { portalOrigins: true } })
    if (found === null) return []
    return found.portalOrigins.length === 0 ? 'any' : ["'self'", ...found.portalOrigins]
  } catch (error) {
    log.warn({ error: (error as Error).message }, 'who may show the portal in a frame could not be read')
    return []
  }
}
