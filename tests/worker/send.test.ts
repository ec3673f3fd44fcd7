import { describe, expect, test } from 'vitest'
import { openDns, openSender, post, receive, receiveRaw } from '#tests/support/sending.ts'

describe('what goes out', () => {
  test('is a POST of the exact bytes with the headers in their order', async () => {
    const receiver = await receive((_request, response) => response.end())
    const headers: Array<[string, string]> = [
      ['content-type', 'application/json'],
      ['webhook-id', 'msg_1'],
      ['X-Custom', 'a'],
      ['X-Custom', 'b é'],
    ]
    const bytes = Buffer.from([0x7b, 0x00, 0xff, 0x7d])
    const sent = await openSender().send(post(`${receiver.url}/hook?a=b%20c#fragment`, { headers, body: bytes }))
    expect(sent).toMatchObject({ status: 200, error: null, errorDetail: null, reused: false, remoteAddress: '127.0.0.1', tls: null })

    const [request] = receiver.requests
    expect(request?.path).toBe('/hook?a=b%20c')
    expect(request?.body).toEqual(bytes)
    expect(request?.headers).toMatchObject({ host: `127.0.0.1:${receiver.port}`, 'content-length': '4', connection: 'keep-alive' })
    expect(request?.rawHeaders.filter(text => /^(content-type|webhook-id|X-Custom)$/.test(text))).toEqual(headers.map(([name]) => name))
    expect(request?.headers['x-custom']).toBe(`a, ${Buffer.from('b é', 'latin1').toString('latin1')}`)
  })

  test('an empty body is sent as such', async () => {
    const receiver = await receive((_request, response) => response.end())
    expect(await openSender().send(post(receiver.url, { body: Buffer.alloc(0) }))).toMatchObject({ status: 200, error: null })
    expect(receiver.requests[0]?.headers['content-length']).toBe('0')
  })

  test.each<[string, string]>([
    ['host', 'internal.example'],
    ['Content-Length', '1'],
    ['transfer-encoding', 'chunked'],
    ['connection', 'close'],
    ['upgrade', 'h2c'],
    ['expect', '100-continue'],
    ['x-split', 'a\r\nx-injected: 1'],
    ['x-wide', 'snow ☃'],
    ['x space', 'a'],
    ['', 'a'],
  ])('a header %j: %j never leaves', async (name, value) => {
    const receiver = await receive((_request, response) => response.end())
    const sent = await openSender().send(post(receiver.url, { headers: [[name, value]] }))
    expect(sent).toMatchObject({ status: null, error: 'invalid_header' })
    expect(receiver.requests).toHaveLength(0)
  })

  test.each(['not a url', 'ftp://127.0.0.1/', ''])('%j is our fault', async url => {
    expect(await openSender().send(post(url))).toMatchObject({ status: null, error: 'internal' })
  })
})

describe('stopping', () => {
  const stopped = { status: null, error: 'internal', errorDetail: 'Posthorn stopped the attempt' }

  test('before the request', async () => {
    const receiver = await receive((_request, response) => response.end())
    expect(await openSender().send(post(receiver.url, { signal: AbortSignal.abort() }))).toMatchObject(stopped)
    expect(receiver.requests).toHaveLength(0)
  })

  test('while the name is looked up', async () => {
    const abort = new AbortController()
    const dns = await openDns(() => {
      abort.abort()
      return 'silent'
    })
    expect(await openSender({ dnsServers: [dns.address] }).send(post('http://silent.test/', { signal: abort.signal }))).toMatchObject(
      stopped,
    )
  })

  test('while the receiver thinks, which frees its connection', async () => {
    const abort = new AbortController()
    const closed = Promise.withResolvers<void>()
    const receiver = await receiveRaw(socket => {
      socket.once('close', () => closed.resolve())
      abort.abort()
    })
    expect(await openSender().send(post(receiver.url, { signal: abort.signal }))).toMatchObject(stopped)
    await closed.promise
  })

  test('while waiting for a connection', async () => {
    const abort = new AbortController()
    const receiver = await receiveRaw(() => abort.abort())
    const one = openSender({ connectionsPerOrigin: 1 })
    const first = one.send(post(receiver.url))
    expect(await one.send(post(receiver.url, { signal: abort.signal }))).toMatchObject(stopped)
    one.close()
    expect(await first).toMatchObject({ status: null, error: 'internal' })
  })

  test('closing the sender ends everything, and takes nothing more', async () => {
    const closing = Promise.withResolvers<void>()
    const receiver = await receiveRaw(() => closing.resolve())
    const one = openSender({ connectionsPerOrigin: 1 })
    const pending = [one.send(post(receiver.url)), one.send(post(receiver.url))]
    await closing.promise
    one.close()
    for (const sent of await Promise.all(pending)) expect(sent).toMatchObject({ status: null, error: 'internal' })
    expect(await one.send(post(receiver.url))).toMatchObject({ error: 'internal' })
  })
})
