import type { Dispatcher } from 'undici'
import type { Connection } from '#worker/connections.ts'
import type { Line } from '#worker/dial.ts'

/** One request and its response on a connection that is the caller's own. */
export type Exchange = {
  readonly connection: Connection
  readonly request: Dispatcher.DispatchOptions
  /** By performance.now(). */
  readonly deadline: number
  /** For the body, within the deadline. */
  readonly bodyTimeoutMs: number
  readonly signal: AbortSignal | undefined
}

/** How it ended: with the whole response, with as much of it as is read, by a time-out, by the caller's signal, or by an error. */
export type Ending = 'complete' | 'limit' | 'timeout' | 'stopped' | Error

/** What is known of one exchange; filled while it runs. Times by performance.now(). */
export type Run = {
  ending: Ending
  line: Line
  /** Whether the connection had carried a request before. */
  reused: boolean
  /** Null as long as there was no connection to write the request on. */
  writtenAt: number | null
  firstByteAt: number | null
  /** Null as long as the head of the response was not complete. */
  status: number | null
  headers: Array<readonly [name: string, value: string]>
  readonly chunks: Buffer[]
  keptBytes: number
  readBytes: number
  endedAt: number
}

export const keptBodyBytes = 20_000
export const readBodyBytes = 65_536

/**
 * Settles at the first thing that ends the exchange, without waiting for undici to notice. The caller then gives the connection back, or
 * throws it away unless the ending is `complete`; what undici still reports is ignored.
 */
export function runExchange({ connection, request, deadline, bodyTimeoutMs, signal }: Exchange): Promise<Run> {
  const run = newRun(connection.line)
  return new Promise(resolve => {
    let settled = false
    const end = (ending: Ending) => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      run.ending = ending
      run.line = connection.line
      run.endedAt = performance.now()
      resolve(run)
    }
    const onAbort = () => end('stopped')
    const onTimeout = () => end('timeout')
    let timer = setTimeout(onTimeout, Math.ceil(deadline - performance.now()))
    signal?.addEventListener('abort', onAbort)

    connection.client.dispatch(request, {
      onRequestStart() {
        run.reused = connection.line.requestCount++ > 0
        run.writtenAt = performance.now()
      },
      onResponseStarted() {
        run.firstByteAt ??= performance.now()
      },
      onResponseStart(_controller, status, headers) {
        if (status < 200 || settled) return
        run.status = status
        run.headers = headerPairs(headers)
        if (deadline - performance.now() <= bodyTimeoutMs) return
        clearTimeout(timer)
        timer = setTimeout(onTimeout, bodyTimeoutMs)
      },
      onResponseData(_controller, chunk) {
        if (settled) return
        keep(run, chunk)
        if (run.readBytes >= readBodyBytes) end('limit')
      },
      onResponseEnd: () => end('complete'),
      onResponseError: (_controller, error) => end(error),
    })
  })
}

const newRun = (line: Line): Run => ({
  ending: 'stopped',
  line,
  reused: false,
  writtenAt: null,
  firstByteAt: null,
  status: null,
  headers: [],
  chunks: [],
  keptBytes: 0,
  readBytes: 0,
  endedAt: 0,
})

function headerPairs(headers: Readonly<Record<string, string | string[] | undefined>>): Run['headers'] {
  const pairs: Run['headers'] = []
  for (const name in headers) {
    const value = headers[name]
    if (typeof value === 'string') pairs.push([name, value])
    else for (const one of value ?? []) pairs.push([name, one])
  }
  return pairs
}

function keep(run: Run, chunk: Buffer): void {
  const wanted = Math.min(chunk.length, keptBodyBytes - run.keptBytes)
  if (wanted > 0) run.chunks.push(chunk.subarray(0, wanted))
  run.keptBytes += wanted
  run.readBytes += chunk.length
}
