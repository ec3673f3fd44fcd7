import type { ChildProcess } from 'node:child_process'

/** Functions of a child process, called over its IPC channel. Arguments and results are copied. */
type Methods = Record<string, (...args: never[]) => unknown>
export type Remote<M extends Methods> = {
  [Name in keyof M]: (...args: Parameters<M[Name]>) => Promise<Awaited<ReturnType<M[Name]>>>
}

type Call = { call: number; method: string; args: never[] }
type Answer = { call: number; result?: unknown; error?: string }

/** In the child: answers calls, says that it is ready, and ends with its parent. */
export function serve(methods: Methods): void {
  process.on('message', async ({ call, method, args }: Call) => {
    try {
      process.send?.({ call, result: await methods[method]!(...args) } satisfies Answer)
    } catch (error) {
      process.send?.({ call, error: error instanceof Error ? (error.stack ?? error.message) : String(error) } satisfies Answer)
    }
  })
  process.on('disconnect', () => process.exit())
  process.send?.({ kind: 'ready' })
}

/** In the parent. A call that is open when the child ends is rejected. */
export function remote<M extends Methods>(child: ChildProcess): Remote<M> {
  const open = new Map<number, PromiseWithResolvers<unknown>>()
  let calls = 0
  child.on('message', ({ call, result, error }: Answer) => {
    const waiting = open.get(call)
    open.delete(call)
    if (error === undefined) waiting?.resolve(result)
    else waiting?.reject(new Error(error))
  })
  child.on('exit', () => {
    for (const waiting of open.values()) waiting.reject(new Error('a process of the benchmark has ended'))
  })
  return new Proxy({} as Remote<M>, {
    get: (_, method) => {
      // Else a promise that resolves with this object would take it for another promise.
      if (typeof method !== 'string' || method === 'then') return undefined
      return (...args: unknown[]) => {
        const waiting = Promise.withResolvers<unknown>()
        open.set(++calls, waiting)
        child.send({ call: calls, method, args }, error => error && waiting.reject(error))
        return waiting.promise
      }
    },
  })
}
