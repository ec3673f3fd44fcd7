import { z } from 'zod'

const Line = z.object({
  level: z.number(),
  msg: z.string().default(''),
  error: z.unknown().optional(),
  err: z.object({ message: z.string() }).optional(),
})
const warn = 40

/**
 * A line of a program's log for a person at a terminal: from warnings up, the message without what machines need.
 * Null for what is below, and for what is no log line, such as Next's remarks.
 */
export function readableLine(program: string, line: string): string | null {
  const parsed = Line.safeParse(parseJson(line))
  if (!parsed.success || parsed.data.level < warn) return null
  const { msg, err, error } = parsed.data
  const cause = typeof error === 'string' ? error : err?.message
  return `${program}: ${msg}${cause === undefined || cause === msg ? '' : ` (${cause})`}`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
