import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** A method of a client by the name that it has in the JavaScript one. */
export type Request = { path: string[]; arguments: string[]; body?: unknown; token?: string }
/** What the client made of the answer, or why it made nothing of it; `absent`: it has no such method. */
export type Reply = { answer?: unknown; error?: string; absent?: true }

export type Driver = { call: (request: Request) => Promise<Reply>; stop: () => void }

/** A program that drives the client of another language: a line of JSON in, a line of JSON out. */
export function startDriver([command, ...args]: readonly [string, ...string[]], server: { url: string; token: string }): Driver {
  const env = { ...process.env, POSTHORN_URL: server.url, POSTHORN_KEY: server.token }
  const child: ChildProcess = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  return {
    call: async request => {
      child.stdin!.write(`${JSON.stringify(request)}\n`)
      const { value, done } = await lines.next()
      if (done) throw new Error(`the driver ended at ${request.path.join('.')}`)
      return JSON.parse(value) as Reply
    },
    stop: () => child.kill(),
  }
}
