import net from 'node:net'
import { describe, expect, test } from 'vitest'
import { drip, listen, openSender, post, receive, receiveRaw } from '#tests/support/sending.ts'
import { keptBodyBytes, readBodyBytes } from '#worker/exchange.ts'

describe('what comes back', () => {
  test.each([
    [200, null],
    [201, null],
    [204, null],
    [299, null],
    [300, 'http_3xx'],
    [304, 'http_3xx'],
    [400, 'http_4xx'],
    [401, 'http_401_403'],
    [403, 'http_401_403'],
    [404, 'http_404'],
    [410, 'http_410'],
    [413, 'http_413'],
    [422, 'http_4xx'],
    [429, 'http_429'],
    [500, 'http_5xx'],
    [503, 'http_5xx'],
    [599, 'http_5xx'],
    [600, 'invalid_response'],
    [999, 'invalid_response'],
  ])('status %i: %s', async (status, error) => {
    const receiver = await receive((_request, response) => response.writeHead(status).end())
    expect(await openSender().send(post(receiver.url))).toMatchObject({ status, error })
  })

  test('headers keep their repetitions, the body its bytes', async () => {
    const receiver = await receive((_request, response) => {
      response.setHeader('Set-Cookie', ['a=1', 'b=2'])
      response.end(Buffer.from([0xff, 0x00, 0x01]))
    })
    const sent = await openSender().send(post(receiver.url))
    expect(sent.responseHeaders.filter(([name]) => name === 'set-cookie')).toEqual([
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ])
    expect(sent).toMatchObject({ responseBody: Buffer.from([0xff, 0x00, 0x01]), responseBodyBytes: 3, responseTruncated: false })
  })

  test('early hints are not the answer', async () => {
    const receiver = await receive((_request, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' })
      response.writeHead(204).end()
    })
    expect(await openSender().send(post(receiver.url))).toMatchObject({ status: 204, error: null })
  })

  test.each([
    [keptBodyBytes, keptBodyBytes, false],
    [keptBodyBytes + 1, keptBodyBytes, true],
    [readBodyBytes - 1, keptBodyBytes, true],
  ])('a body of %i bytes: %i kept, truncated: %s', async (size, kept, truncated) => {
    const receiver = await receive((_request, response) => response.end(Buffer.alloc(size, 'x')))
    const sent = await openSender().send(post(receiver.url))
    expect(sent).toMatchObject({ error: null, responseBodyBytes: size, responseTruncated: truncated })
    expect(sent.responseBody).toEqual(Buffer.alloc(kept, 'x'))
  })

  test('an endless body is cut off, and does not take the success back', async () => {
    const closed = Promise.withResolvers<void>()
    const receiver = await receive((_request, response) => {
      response.socket?.once('close', () => closed.resolve())
      const pump = () => {
        while (response.write(Buffer.alloc(16_384, 'x')));
        response.once('drain', pump)
      }
      pump()
    })
    const sent = await openSender().send(post(receiver.url))
    expect(sent).toMatchObject({ status: 200, error: null, responseTruncated: true })
    expect(sent.responseBody).toHaveLength(keptBodyBytes)
    expect(sent.responseBodyBytes).toBeGreaterThanOrEqual(readBodyBytes)
    expect(sent.responseBodyBytes).toBeLessThan(readBodyBytes * 2)
    await closed.promise
  })

  test('a redirect is named, without its query, and never followed', async () => {
    const inside = await receive((_request, response) => response.end())
    const redirecting = await receive((_request, response) => {
      response.writeHead(307, { location: `http://user:secret@127.0.0.1:${inside.port}/admin?token=secret` }).end()
    })
    const sent = await openSender().send(post(redirecting.url))
    expect(sent).toMatchObject({ status: 307, error: 'http_3xx' })
    expect(sent.errorDetail).toBe(`the host redirects to http://127.0.0.1:${inside.port}/admin, which is not followed`)
    expect(inside.requests).toHaveLength(0)
  })
})

describe('a receiver that misbehaves', () => {
  test.each<[string, string, string]>([
    ['garbage', 'SSH-2.0-OpenSSH_9.2\r\n', 'invalid_response'],
    ['HTTP/0.9', '<html></html>', 'invalid_response'],
    ['a broken header', 'HTTP/1.1 200 OK\r\nbad header\r\n\r\n', 'invalid_response'],
    ['too large a head', `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(40_000)}\r\n\r\n`, 'invalid_response'],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab', 'invalid_response'],
    ['an unasked-for upgrade', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n', 'invalid_response'],
    ['an unasked-for 100', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n', 'invalid_response'],
    ['a broken chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n', 'invalid_response'],
  ])('answers with %s', async (_name, bytes, error) => {
    const receiver = await receiveRaw(socket => socket.write(bytes))
    const sent = await openSender().send(post(receiver.url))
    expect(sent.error).toBe(error)
    expect(sent.errorDetail).toMatch(/^[a-z][\w .:/,'-]+$/i)
  })

  test('closes without an answer', async () => {
    const receiver = await receiveRaw(socket => socket.end())
    expect(await openSender().send(post(receiver.url))).toMatchObject({ status: null, error: 'connection_reset', reused: false })
    expect(receiver.count()).toBe(1)
  })

  test('resets', async () => {
    const receiver = await receiveRaw(socket => socket.resetAndDestroy())
    expect(await openSender().send(post(receiver.url))).toMatchObject({ status: null, error: 'connection_reset' })
  })

  test('breaks a 200 off in the middle: not a success', async () => {
    const receiver = await receiveRaw(socket => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc'))
    const sent = await openSender().send(post(receiver.url))
    expect(sent).toMatchObject({ status: 200, error: 'connection_reset', responseBody: Buffer.from('abc'), responseTruncated: true })
  })

  test('breaks a 503 off in the middle: still a 503', async () => {
    const receiver = await receiveRaw(socket => socket.end('HTTP/1.1 503 Unavailable\r\nretry-after: 5\r\ncontent-length: 10\r\n\r\nabc'))
    const sent = await openSender().send(post(receiver.url))
    expect(sent).toMatchObject({ status: 503, error: 'http_5xx' })
    expect(sent.responseHeaders).toContainEqual(['retry-after', '5'])
  })

  test('breaks a chunked 200 off in the middle, having said it would close', async () => {
    const receiver = await receiveRaw(socket =>
      socket.end('HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n'),
    )
    expect(await openSender().send(post(receiver.url))).toMatchObject({ status: 200, error: 'connection_reset' })
  })

  test('ends a body without a length by closing: that is complete', async () => {
    const receiver = await receiveRaw(socket => socket.end('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nabc'))
    expect(await openSender().send(post(receiver.url))).toMatchObject({ status: 200, error: null, responseBody: Buffer.from('abc') })
  })

  test('never answers', async () => {
    const receiver = await receiveRaw(() => {})
    const sent = await openSender().send(post(receiver.url, { timeoutMs: 50 }))
    expect(sent).toMatchObject({ status: null, error: 'response_timeout', errorDetail: 'the host did not answer in time' })
    expect(sent.phases.totalUs).toBeGreaterThan(40_000)
    expect(sent.phases.connectUs).toBeGreaterThan(0)
    expect(sent.phases.firstByteUs).toBeNull()
  })

  test.each([
    ['200 OK', 'response_too_slow'],
    ['500 Broken', 'http_5xx'],
  ])('drip-feeds the body of a %s: %s', async (status, error) => {
    const receiver = await drip(`HTTP/1.1 ${status}\r\ncontent-length: 1000\r\n\r\n`, 'x')
    const sent = await openSender({ bodyTimeoutMs: 60 }).send(post(receiver.url))
    expect(sent.error).toBe(error)
    expect(sent.responseTruncated).toBe(true)
    expect(sent.responseBody.length).toBeGreaterThan(0)
  })

  test('drip-feeds its headers', async () => {
    const receiver = await drip('HTTP/1.1 200 OK\r\n', 'x: y\r\n')
    expect(await openSender().send(post(receiver.url, { timeoutMs: 60 }))).toMatchObject({ status: null, error: 'response_too_slow' })
  })

  test('the total time-out also covers the body', async () => {
    const receiver = await receiveRaw(socket => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc'))
    const sent = await openSender({ bodyTimeoutMs: 60_000 }).send(post(receiver.url, { timeoutMs: 60 }))
    expect(sent).toMatchObject({ status: 200, error: 'response_too_slow' })
  })

  test('reads nothing of a large request', async () => {
    const server = net.createServer(socket => socket.pause())
    const url = `http://127.0.0.1:${await listen(server)}`
    expect(await openSender().send(post(url, { body: Buffer.alloc(20_000_000), timeoutMs: 60 }))).toMatchObject({
      error: 'response_timeout',
    })
  })

  test('answers before it has read the request', async () => {
    const server = net.createServer(socket => {
      socket.once('data', () => socket.end('HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n'))
    })
    const url = `http://127.0.0.1:${await listen(server)}`
    const sent = await openSender().send(post(url, { body: Buffer.alloc(5_000_000) }))
    expect(['http_413', 'connection_reset']).toContain(sent.error)
  })
})
