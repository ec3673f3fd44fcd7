import { promises as dns } from 'node:dns'
import { setTimeout as delay } from 'node:timers/promises'
import type { ErrorClass } from '#server/attempts/error-class.ts'
import {
  bareHost,
  describeKind,
  isAddress,
  isLocalhost,
  judgeAddress,
  judgeHost,
  localAddresses,
  parseSubnets,
  type Subnets,
} from '#server/endpoints/address.ts'

/**
 * The SSRF guard: resolves a host, judges every address, and hands out those that may be connected to. The caller connects to
 * exactly these and never resolves again, so that a name cannot point elsewhere between check and connect (rebinding).
 */
export type Targets = {
  /** At least one address, IPv4 first. Throws a {@link TargetError}; `hostname` as `URL` gives it. */
  resolve(hostname: string): Promise<TargetAddress[]>
}

export type TargetAddress = { readonly address: string; readonly family: 4 | 6 }

/** A host that cannot be used, classified. `detail` is for people and names no address. */
export class TargetError extends Error {
  readonly errorClass: ErrorClass
  readonly detail: string
  constructor(errorClass: ErrorClass, detail: string) {
    super(detail)
    this.name = 'TargetError'
    this.errorClass = errorClass
    this.detail = detail
  }
}

export type TargetOptions = {
  /** CIDR subnets that are reachable although the rules refuse them (POSTHORN_ALLOW_SUBNETS). */
  readonly allowSubnets: readonly string[]
  /** `address:port` of name servers instead of the system's. */
  readonly dnsServers?: readonly string[]
  /** Of one question to one name server; it is asked twice. */
  readonly dnsTimeoutMs?: number
}

const queryTries = 2
/** A name server that drops the questions for one family must not cost each connection the time-out. */
const otherFamilyGraceMs = 200
/** Enough for any load balancer; a name with hundreds of addresses must not keep a connection trying them. */
const maxAddressesPerFamily = 4
/** A resolver reads the system's name servers once, so it is renewed, and a change is noticed. */
const resolverLifetimeMs = 60_000
/** Of the four threads that getaddrinfo shares with files and connections to the database. */
const maxSystemLookups = 2

export function createTargets(options: TargetOptions): Targets {
  const allowed = parseSubnets(options.allowSubnets)
  const resolver = createResolver(options)
  const lookupBySystem = createSystemLookup(allowed)
  return {
    async resolve(hostname) {
      const host = bareHost(hostname)
      const refused = judgeHost(host, allowed)
      if (refused !== null) throw new TargetError('address_refused', `the host is ${describeKind(refused)}`)
      if (isAddress(host)) return [toTarget(host)]
      if (isLocalhost(host)) return localAddresses(allowed).map(toTarget)
      return judgeAll(await lookup(host, resolver(), lookupBySystem), allowed)
    },
  }
}

/** One refused address refuses the name: it serves no honest purpose beside public ones, and which one wins is the attacker's choice. */
function judgeAll(addresses: string[], allowed: Subnets): TargetAddress[] {
  for (const address of addresses) {
    const refused = judgeAddress(address, allowed)
    if (refused !== null) throw new TargetError('address_refused', `the host's name resolves to ${describeKind(refused)}`)
  }
  const targets = addresses.map(toTarget)
  return [4, 6].flatMap(family => targets.filter(target => target.family === family).slice(0, maxAddressesPerFamily))
}

const toTarget = (address: string): TargetAddress => ({ address, family: address.includes(':') ? 6 : 4 })

/**
 * Asks the name servers directly (c-ares), not through getaddrinfo: that runs on four threads for the whole process, and names
 * whose servers never answer would stop everyone's look-ups. What only the system knows (/etc/hosts, search domains) comes after.
 */
async function lookup(host: string, resolver: dns.Resolver, lookupBySystem: SystemLookup): Promise<string[]> {
  const [v4, v6] = await bothFamilies(resolver.resolve4(host), resolver.resolve6(host))
  const found = [...(v4.addresses ?? []), ...(v6.addresses ?? [])]
  if (found.length > 0) return found

  const code = isMissing(v4.code) ? v6.code : v4.code
  if (lookupBySystem !== null && code !== 'ETIMEOUT') {
    const known = await lookupBySystem(host)
    if (known.length > 0) return known
  }
  throw lookupError(code)
}

type Answer = { addresses: string[] | null; code: string | undefined }

/** Both answers, or only the first one with addresses when the other is not there {@link otherFamilyGraceMs} later. */
async function bothFamilies(v4: Promise<string[]>, v6: Promise<string[]>): Promise<[Answer, Answer]> {
  const answers = [toAnswer(v4), toAnswer(v6)] as const
  const found = await Promise.any([v4, v6]).catch(() => null)
  if (found === null) return Promise.all(answers)

  const late = delay<Answer>(otherFamilyGraceMs, { addresses: null, code: 'ETIMEOUT' }, { ref: false })
  return Promise.all([Promise.race([answers[0], late]), Promise.race([answers[1], late])])
}

const toAnswer = (query: Promise<string[]>): Promise<Answer> =>
  query.then(
    addresses => ({ addresses, code: undefined }),
    (error: NodeJS.ErrnoException) => ({ addresses: null, code: error.code ?? 'EFORMERR' }),
  )

const isMissing = (code: string | undefined): boolean => code === 'ENOTFOUND' || code === 'ENODATA'

function lookupError(code: string | undefined): TargetError {
  if (code === 'ENOTFOUND') return new TargetError('dns_not_found', 'the host name does not exist')
  if (code === 'ENODATA') return new TargetError('dns_not_found', 'the host name has no address')
  if (code === 'ETIMEOUT') return new TargetError('dns_timeout', 'the name servers did not answer in time')
  if (code === 'EBADNAME') return new TargetError('dns_not_found', 'the host name is not valid in DNS')
  // SERVFAIL and REFUSED come from the name servers of the domain, ECONNREFUSED from ours: nobody who knows the name has answered.
  return new TargetError('dns_timeout', 'the name servers gave no usable answer')
}

function createResolver({ dnsServers, dnsTimeoutMs = 1500 }: TargetOptions): () => dns.Resolver {
  let resolver: dns.Resolver | null = null
  let madeAt = 0
  return () => {
    if (resolver === null || performance.now() - madeAt > resolverLifetimeMs) {
      resolver = new dns.Resolver({ timeout: dnsTimeoutMs, tries: queryTries })
      if (dnsServers !== undefined) resolver.setServers(dnsServers)
      madeAt = performance.now()
    }
    return resolver
  }
}

type SystemLookup = ((host: string) => Promise<string[]>) | null

/**
 * Names of /etc/hosts (`host.docker.internal`) and of search domains are names of private networks: without an allowed subnet they
 * would be refused anyway, so that only an installation that allows one asks the system. Null where none is.
 */
function createSystemLookup(allowed: Subnets): SystemLookup {
  if (allowed.length === 0) return null
  let running = 0
  return async host => {
    if (running >= maxSystemLookups) return []
    running++
    try {
      return (await dns.lookup(host, { all: true, order: 'ipv4first' })).map(({ address }) => address)
    } catch {
      return [] // the name servers' own answer is what gets reported
    } finally {
      running--
    }
  }
}
