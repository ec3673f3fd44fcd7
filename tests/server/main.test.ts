import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createApiKey } from '#server/api-keys/mutations.ts'
import { closePools, prisma } from '#server/db.ts'
import { freePort } from '#tests/support/port.ts'
import { seedEnvironment } from '#tests/support/seed.ts'
import { until } from '#tests/support/until.ts'

/** The web process as it is run, by itself. */
const script = fileURLToPath(new URL('../../server/main.ts', import.meta.url))
let port: number
let web: ChildProcess
let exited: Promise<unknown[]>
let token: string

beforeAll(async () => {
  token = (await createApiKey(await seedEnvironment(), { name: 'test', scope: 'admin' }, prisma)).token
})
afterAll(closePools)
beforeEach(async () => {
  port = await freePort()
  web = fork(script, { env: { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '', PORT: String(port) } })
  exited = once(web, 'exit')
  const [message] = await once(web, 'message')
  expect(message).toEqual({ kind: 'ready', port })
})
afterEach(() => {
  web.kill('SIGKILL')
})

const url = (path: string) => `http://127.0.0.1:${port}${path}`

/** A raw request, of which as much is sent as one likes. */
async function open(text: string): Promise<{ socket: Socket; answer: () => string; closed: Promise<unknown[]> }> {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    answer += chunk
  })
  const closed = once(socket, 'close')
  socket.write(text)
  return { socket, answer: () => answer, closed }
}

/** A request whose body is waited for: its key is good, and the process has answered `100 Continue`. */
async function openHalfSent(headers = '') {
  const head = `POST /api/v1/app HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n${headers}`
  const half = await open(`${head}expect: 100-continue\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n`)
  await until('the request has begun', () => half.answer().includes('100 Continue'))
  return half
}

test('the API is answered here, and what is no page of the API is not', async () => {
  expect(await (await fetch(url('/healthz'))).json()).toEqual({ status: 'ok' })
  for (const path of ['/api/v1/app', '//api/v1/app']) expect((await fetch(url(path))).status).toBe(401)
  expect((await fetch(url('/api/v10'))).headers.get('x-request-id')).toBeNull()
})

test('SIGTERM finishes what has begun, takes nothing new, and ends with code 0', async () => {
  const agent = new Agent({ keepAlive: true })
  const idle = request(url('/healthz'), { agent }).end()
  const [response] = await once(idle, 'response')
  response.resume()
  const half = await openHalfSent()

  web.kill('SIGTERM')
  await until('new connections are refused', () =>
    fetch(url('/healthz')).then(
      () => false,
      () => true,
    ),
  )
  half.socket.write('{}')
  await half.closed
  expect(half.answer()).toMatch(/HTTP\/1.1 422 .*connection: close/is)
  expect(await exited).toEqual([0, null])
  agent.destroy()
})

test('a live view is ended at once, because it never would by itself', async () => {
  const view = await openHalfSent('accept: text/event-stream\r\n')
  web.kill('SIGTERM')
  await view.closed
  expect(view.answer()).toBe('HTTP/1.1 100 Continue\r\n\r\n')
  expect(await exited).toEqual([0, null])
})

test('without its supervisor it drains and ends', async () => {
  web.disconnect()
  expect(await exited).toEqual([0, null])
})
