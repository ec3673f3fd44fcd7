import type http from 'node:http'
import { describe, expect, test } from 'vitest'
import { openSender, post, receive, receiveRaw } from '#tests/support/sending.ts'

describe('connections', () => {
  test('are reused, and their phases belong to the attempt that made them', async () => {
    const receiver = await receive((_request, response) => response.end('ok'))
    const one = openSender()
    const first = await one.send(post(receiver.url))
    expect(first.reused).toBe(false)
    expect(first.phases.connectUs).toBeGreaterThan(0)
    const second = await one.send(post(receiver.url))
    expect(second.reused).toBe(true)
    expect(second.phases).toMatchObject({ dnsUs: null, connectUs: null, tlsUs: null })
    expect(second.remoteAddress).toBe('127.0.0.1')
  })

  test('are not reused after "connection: close"', async () => {
    const receiver = await receive((_request, response) => response.setHeader('connection', 'close').end('ok'))
    const one = openSender()
    for (let time = 0; time < 3; time++) expect(await one.send(post(receiver.url))).toMatchObject({ status: 200, reused: false })
  })

  test('that were closed while idle cost one more try on a new one, not an attempt', async () => {
    const receiver = await receiveRaw((socket, count) => {
      if (count === 2) socket.resetAndDestroy()
      else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
    })
    const one = openSender()
    expect(await one.send(post(receiver.url))).toMatchObject({ status: 200, reused: false })
    const again = await one.send(post(receiver.url))
    expect(again).toMatchObject({ status: 200, error: null, reused: false })
    expect(again.phases.connectUs).toBeGreaterThan(0)
    expect(receiver.count()).toBe(3)
  })

  test('that break on a reused connection and on a new one break the attempt', async () => {
    const receiver = await receiveRaw((socket, count) => {
      if (count === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
      else socket.end()
    })
    const one = openSender()
    await one.send(post(receiver.url))
    expect(await one.send(post(receiver.url))).toMatchObject({ status: null, error: 'connection_reset', reused: false })
    expect(receiver.count()).toBe(3)
  })

  test('that break after the answer began are not tried again', async () => {
    const receiver = await receiveRaw((socket, count) => {
      if (count === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
      else socket.end('HTTP/1.1 200 OK\r\ncontent-le')
    })
    const one = openSender()
    await one.send(post(receiver.url))
    expect(await one.send(post(receiver.url))).toMatchObject({ status: null, error: 'connection_reset', reused: true })
    expect(receiver.count()).toBe(2)
  })

  test('carry no answer over to the next request', async () => {
    const receiver = await receiveRaw((socket, count) => {
      const extra = count === 1 ? 'HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nforged' : ''
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nreal${extra}`)
    })
    const one = openSender()
    for (let time = 0; time < 2; time++) expect((await one.send(post(receiver.url))).responseBody.toString()).toBe('real')
  })

  test('per origin are limited; the wait is not counted against the receiver', async () => {
    let open = 0
    let most = 0
    const waiting: http.ServerResponse[] = []
    const three = Promise.withResolvers<void>()
    const receiver = await receive((_request, response) => {
      waiting.push(response)
      if (waiting.length === 3) three.resolve()
      else if (waiting.length > 3) response.end('ok')
    })
    receiver.server.on('connection', socket => {
      most = Math.max(most, ++open)
      socket.on('close', () => open--)
    })
    const one = openSender({ connectionsPerOrigin: 3 })
    const all = Array.from({ length: 10 }, () => one.send(post(receiver.url)))
    await three.promise
    expect(most).toBe(3)
    for (const response of waiting) response.end('ok')
    for (const sent of await Promise.all(all)) expect(sent.error).toBeNull()
    expect(most).toBe(3)
  })

  test('that never become free are our fault, and other origins are served meanwhile', async () => {
    const stuck = await receiveRaw(() => {})
    const healthy = await receive((_request, response) => response.end('ok'))
    const one = openSender({ connectionsPerOrigin: 1 })
    const first = one.send(post(stuck.url, { timeoutMs: 150 }))
    const second = await one.send(post(stuck.url, { timeoutMs: 30 }))
    expect(second).toMatchObject({ status: null, error: 'internal', errorDetail: 'no connection to this host became free' })
    expect(await one.send(post(healthy.url))).toMatchObject({ status: 200 })
    // The next in the queue gets the place of the one that timed out.
    const third = one.send(post(stuck.url, { timeoutMs: 200 }))
    expect(await first).toMatchObject({ error: 'response_timeout' })
    expect(await third).toMatchObject({ error: 'response_timeout' })
    expect(stuck.count()).toBe(2)
  })

  test('are closed when idle for long', async () => {
    const closed = Promise.withResolvers<void>()
    const receiver = await receive((_request, response) => response.end('ok'))
    receiver.server.keepAliveTimeout = 0
    receiver.server.on('connection', socket => socket.on('close', () => closed.resolve()))
    const one = openSender({ idleMs: 20 })
    await one.send(post(receiver.url))
    await closed.promise
    expect(await one.send(post(receiver.url))).toMatchObject({ status: 200, reused: false })
  })

  test('are replaced when they are old, however busy', async () => {
    const receiver = await receive((_request, response) => response.end('ok'))
    const one = openSender({ maxConnectionAgeMs: 0 })
    for (let time = 0; time < 2; time++) expect(await one.send(post(receiver.url))).toMatchObject({ status: 200, reused: false })
  })

  test('over all origins are limited: the longest idle one goes', async () => {
    const closed = Promise.withResolvers<void>()
    const first = await receive((_request, response) => response.end('ok'))
    const second = await receive((_request, response) => response.end('ok'))
    first.server.on('connection', socket => socket.on('close', () => closed.resolve()))
    const one = openSender({ maxIdleConnections: 1 })
    await one.send(post(first.url))
    await one.send(post(second.url))
    await closed.promise
    expect(await one.send(post(second.url))).toMatchObject({ reused: true })
    expect(await one.send(post(first.url))).toMatchObject({ status: 200, reused: false })
  })
})
