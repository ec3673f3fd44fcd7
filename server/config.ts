import { z } from 'zod'

/**
 * The only reader of the environment. `docs/configuration.md` is generated from `variables`;
 * a wrong value or an unknown POSTHORN_* stops the process with one sentence.
 */
const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine(value => value >= min && value <= max, `must be between ${min} and ${max}`)

const list = z.string().transform(text =>
  text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== ''),
)

const key32 = z
  .string()
  .refine(text => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64')
  .transform(text => Buffer.from(text, 'base64'))

const cidr = /^(\d{1,3}(\.\d{1,3}){3}\/\d{1,2}|[0-9a-fA-F:.]+\/\d{1,3})$/

export const variables = {
  DATABASE_URL: {
    meaning: 'Postgres 15 or later; without it `posthorn start` brings its own',
    default: 'embedded',
    schema: z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://')
      .optional(),
  },
  DATABASE_DIRECT_URL: {
    meaning: 'The same database without PgBouncer, for LISTEN, locks and migrations',
    default: '`DATABASE_URL`',
    schema: z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://')
      .optional(),
  },
  PORT: { meaning: 'Port of the web process', default: '8071', schema: integer(1, 65535).default(8071) },
  POSTHORN_WORKER_PORT: {
    meaning: "Port of the worker's health and metrics, on 127.0.0.1; the next free one when it is taken",
    default: '8072',
    schema: integer(1, 65535).default(8072),
  },
  POSTHORN_DATA_DIR: {
    meaning: 'Embedded database and generated secrets (mode 0600)',
    default: '.posthorn',
    schema: z.string().min(1).default('.posthorn'),
  },
  POSTHORN_URL: {
    meaning: 'Public address: links and portal URLs',
    default: '`http://localhost:<port>`',
    schema: z
      .url({ protocol: /^https?$/, error: 'must be an http or https address' })
      .transform(url => url.replace(/\/+$/, ''))
      .optional(),
  },
  POSTHORN_SECRET: {
    meaning: '32 bytes in base64; session and link keys are derived from it',
    default: 'generated with the embedded database; required with `DATABASE_URL`',
    schema: key32.optional(),
  },
  POSTHORN_ENCRYPTION_KEYS: {
    meaning: 'Comma list of 32-byte base64 keys; the first encrypts, all decrypt',
    default: 'generated with the embedded database; required with `DATABASE_URL`',
    schema: list.pipe(z.array(key32).min(1, 'needs at least one key')).optional(),
  },
  POSTHORN_ALLOW_SUBNETS: {
    meaning: 'Private networks that deliveries may reach, a comma list of CIDR ranges',
    default: 'none',
    schema: list.pipe(z.array(z.string().regex(cidr, 'must be a comma list of CIDR ranges, like 10.1.0.0/16'))).default([]),
  },
  POSTHORN_RETENTION_DAYS: {
    meaning: 'How long messages, deliveries and attempts are kept, in days',
    default: '90',
    schema: integer(1, 3650).default(90),
  },
  POSTHORN_WORKER_SLOTS: { meaning: 'Deliveries in flight per worker', default: '400', schema: integer(10, 10_000).default(400) },
  POSTHORN_ENDPOINT_SLOTS: {
    meaning: 'Deliveries in flight per endpoint in one worker',
    default: '20',
    schema: integer(1, 1_000).default(20),
  },
  POSTHORN_RECEIVER: {
    meaning:
      'Address of the built-in receiver, which the dashboard offers as a first endpoint; `posthorn start` sets it beside the embedded database',
    default: 'none',
    schema: z.url({ protocol: /^http$/, error: 'must be an http address' }).optional(),
  },
  POSTHORN_TRUSTED_PROXIES: {
    meaning: 'Networks whose X-Forwarded-For is believed, a comma list of CIDR ranges',
    default: 'none',
    schema: list.default([]),
  },
  POSTHORN_LOG_LEVEL: {
    meaning: '`trace`, `debug`, `info`, `warn`, `error` or `silent`',
    default: '`info`',
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  },
} as const

class ConfigError extends Error {}

/** @throws ConfigError that names the variable and the fault, never the value (it may be a secret) */
export function readConfig(env: Record<string, string | undefined>) {
  const unknown = Object.keys(env).find(name => name.startsWith('POSTHORN_') && !(name in variables))
  if (unknown) throw new ConfigError(`${unknown} is not a variable of Posthorn; docs/configuration.md lists them.`)

  const read = <N extends keyof typeof variables>(name: N): z.output<(typeof variables)[N]['schema']> => {
    const text = env[name] === '' ? undefined : env[name]
    const result = variables[name].schema.safeParse(text)
    if (!result.success) throw new ConfigError(`${name} ${result.error.issues[0]?.message ?? 'is not valid'}.`)
    return result.data as z.output<(typeof variables)[N]['schema']>
  }

  const port = read('PORT')
  const databaseUrl = read('DATABASE_URL') ?? null
  return Object.freeze({
    databaseUrl,
    databaseDirectUrl: read('DATABASE_DIRECT_URL') ?? databaseUrl,
    port,
    workerPort: read('POSTHORN_WORKER_PORT'),
    dataDir: read('POSTHORN_DATA_DIR'),
    url: read('POSTHORN_URL') ?? `http://localhost:${port}`,
    secret: read('POSTHORN_SECRET') ?? null,
    encryptionKeys: read('POSTHORN_ENCRYPTION_KEYS') ?? null,
    allowSubnets: read('POSTHORN_ALLOW_SUBNETS'),
    retentionDays: read('POSTHORN_RETENTION_DAYS'),
    workerSlots: read('POSTHORN_WORKER_SLOTS'),
    endpointSlots: read('POSTHORN_ENDPOINT_SLOTS'),
    receiver: read('POSTHORN_RECEIVER') ?? null,
    trustedProxies: read('POSTHORN_TRUSTED_PROXIES'),
    logLevel: read('POSTHORN_LOG_LEVEL'),
  })
}

export type Config = ReturnType<typeof readConfig>

export const config = readConfig(process.env)

/** A value that only a process with a database needs. */
export function required<K extends 'databaseUrl' | 'databaseDirectUrl' | 'secret' | 'encryptionKeys'>(name: K): NonNullable<Config[K]> {
  const value = config[name]
  if (value === null) {
    const variable = {
      databaseUrl: 'DATABASE_URL',
      databaseDirectUrl: 'DATABASE_URL',
      secret: 'POSTHORN_SECRET',
      encryptionKeys: 'POSTHORN_ENCRYPTION_KEYS',
    }[name]
    throw new ConfigError(
      `${variable} is not set; \`posthorn start\` without DATABASE_URL makes everything it needs, with it you set it yourself.`,
    )
  }
  return value
}
