import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { childEnvironment } from '#cli/child-environment.ts'
import { Failure } from '#cli/failure.ts'

export type Preparation = {
  /** False: a demo that is there is removed. Whether there is one to make, the variables say: without a built-in receiver there is none. */
  demo: boolean
  /** Whether an API key is made and kept, as with the embedded database. */
  keepsKey: boolean
  remembered: { apiKey?: string | undefined; setupToken?: string | undefined }
}

export type Prepared = {
  /** Of the demo where there is one. */
  apiKey: string | null
  demo: boolean
  demoRemoved: boolean
  /** Null without the built-in receiver. */
  receiverSecret: string | null
  /** Null when there is an account. */
  setupToken: string | null
}

type Answer = { kind: 'prepared'; prepared: Prepared } | { kind: 'failed'; sentence: string }

/** In a process of its own, which leaves its memory behind: the supervisor lives for months and needs none of it. */
export async function prepare(preparation: Preparation, variables: Record<string, string>, signal: AbortSignal): Promise<Prepared> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./prepare.ts', import.meta.url))], {
    env: childEnvironment(variables),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
    signal,
  })
  child.send(preparation, () => {}) // an early death is told by its exit
  const answer = await new Promise<Answer>((resolve, reject) => {
    child.on('message', message => resolve(message as Answer))
    child.on('error', reject)
    child.on('exit', code => reject(new Failure(`The database could not be prepared (code ${code}); what was said is above.`)))
  })
  if (answer.kind === 'failed') throw new Failure(answer.sentence)
  return answer.prepared
}
