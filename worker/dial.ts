import { once } from 'node:events'
import net from 'node:net'
import tls from 'node:tls'
import { bareHost, isAddress } from '#server/endpoints/address.ts'
import { type TargetAddress, TargetError, type Targets } from '#worker/target.ts'

/** One socket, from looking up its name on: what is known of it, filled as dialling comes along. Phases in microseconds. */
export type Line = {
  stage: 'dns' | 'tcp' | 'tls' | 'open'
  /** Null when the host is an address. */
  dnsUs: number | null
  connectUs: number | null
  /** Null over plain HTTP. */
  tlsUs: number | null
  remoteAddress: string | null
  tls: TlsFacts | null
  /** By performance.now(). */
  readonly dialledAt: number
  /** Requests written on it so far. */
  requestCount: number
  /** Ends dialling, whatever it waits for. */
  readonly abort: AbortController
}

export const newLine = (): Line => ({
  stage: 'dns',
  dnsUs: null,
  connectUs: null,
  tlsUs: null,
  remoteAddress: null,
  tls: null,
  dialledAt: performance.now(),
  requestCount: 0,
  abort: new AbortController(),
})

export type TlsFacts = { readonly protocol: string; readonly validTo: string; readonly issuer: string; readonly fingerprint: string }

export type Place = { readonly protocol: string; readonly hostname: string; readonly port: string }
/** Resolves to the socket when it is ready for requests, and fills the line. */
export type Dial = (place: Place, line: Line) => Promise<net.Socket>

export type DialOptions = {
  readonly targets: Targets
  /** For name, TCP and TLS together. */
  readonly connectTimeoutMs: number
  /** PEM certificates that are trusted besides the system's. */
  readonly extraCa: readonly string[]
}

/** One address that does not answer must leave time for the next one. Node's own 250 ms would give up on far, healthy hosts. */
const addressTimeoutMs = 1000
const tcpKeepAliveMs = 60_000

export function createDial({ targets, connectTimeoutMs, extraCa }: DialOptions): Dial {
  // One context for all connections: reading the root certificates anew each time costs more than the handshake.
  const secureContext = tls.createSecureContext(extraCa.length === 0 ? {} : { ca: [...tls.getCACertificates('default'), ...extraCa] })
  return async (place, line) => {
    const timer = setTimeout(() => line.abort.abort(lateError(line.stage)), connectTimeoutMs)
    try {
      const startedAt = performance.now()
      const addresses = await orAborted(targets.resolve(place.hostname), line.abort.signal)
      const resolvedAt = performance.now()
      if (!isAddress(bareHost(place.hostname))) line.dnsUs = micros(startedAt, resolvedAt)
      line.stage = 'tcp'
      return await opened(openSocket(place, addresses, secureContext), line, resolvedAt)
    } finally {
      clearTimeout(timer)
    }
  }
}

export const micros = (from: number, to: number): number => Math.round((to - from) * 1000)

/** The failure of a connection that takes too long, by what it waits for. */
export function lateError(stage: Line['stage']): TargetError {
  if (stage === 'dns') return new TargetError('dns_timeout', 'the name servers did not answer in time')
  if (stage === 'tcp') return new TargetError('connect_timeout', 'the host did not accept the connection in time')
  return new TargetError('connect_timeout', 'the host did not finish the TLS handshake in time')
}

/**
 * No session is resumed: that would skip the check of the certificate, and an expired or exchanged one would go unnoticed for days.
 * Connections are kept alive, so that full handshakes are rare where they would count.
 */
function openSocket(place: Place, addresses: TargetAddress[], secureContext: tls.SecureContext): net.Socket {
  const host = bareHost(place.hostname)
  const secure = place.protocol === 'https:'
  const options = {
    host,
    port: Number(place.port) || (secure ? 443 : 80),
    // The addresses that were judged, and no other: an address as host skips this, and was judged as it is.
    lookup: pinned(addresses),
    autoSelectFamilyAttemptTimeout: addressTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelay: tcpKeepAliveMs,
    noDelay: true,
  }
  if (!secure) return net.connect(options)
  return tls.connect({
    ...options,
    ...(isAddress(host) ? {} : { servername: host }), // RFC 6066: a server name is never an address
    secureContext,
    rejectUnauthorized: true, // said, so that no variable of the environment can turn it off
    ALPNProtocols: ['http/1.1'],
  })
}

function pinned(addresses: TargetAddress[]): net.LookupFunction {
  return (_hostname, options, callback) => {
    if (options.all) callback(null, addresses)
    else callback(null, addresses[0]!.address, addresses[0]!.family)
  }
}

async function opened(socket: net.Socket, line: Line, startedAt: number): Promise<net.Socket> {
  // For the socket's whole life: an error between two owners must not end the process.
  socket.on('error', ignore)
  let connectedAt = startedAt
  socket.once('connect', () => {
    connectedAt = performance.now()
    line.connectUs = micros(startedAt, connectedAt)
    line.remoteAddress = socket.remoteAddress ?? null
    line.stage = 'tls'
  })

  const { signal } = line.abort
  const onAbort = () => socket.destroy(signal.reason)
  signal.addEventListener('abort', onAbort)
  if (signal.aborted) onAbort()
  try {
    await once(socket, socket instanceof tls.TLSSocket ? 'secureConnect' : 'connect')
  } finally {
    signal.removeEventListener('abort', onAbort)
  }

  if (socket instanceof tls.TLSSocket) {
    line.tlsUs = micros(connectedAt, performance.now())
    line.tls = tlsFacts(socket)
  }
  line.stage = 'open'
  return socket
}

const ignore = () => {}

function tlsFacts(socket: tls.TLSSocket): TlsFacts | null {
  const certificate = socket.getPeerX509Certificate()
  if (certificate === undefined) return null
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    validTo: certificate.validToDate.toISOString(),
    issuer: certificate.issuer.replaceAll('\n', ', '),
    fingerprint: certificate.fingerprint256,
  }
}

/** Stops waiting, not the work: a name server cannot be told that nobody listens any more. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort)
    if (signal.aborted) onAbort()
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
