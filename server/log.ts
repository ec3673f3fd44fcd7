import pino from 'pino'
import { config } from '#server/config.ts'

/** One structured line per request and per attempt. Nothing secret: what could be is named here and cut out. */
export const log = pino({
  level: config.logLevel,
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: ['authorization', 'password', 'secret', 'token', '*.authorization', '*.password', '*.secret', '*.token'],
})
