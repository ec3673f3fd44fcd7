import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import net, { type AddressInfo } from 'node:net'
import tls from 'node:tls'
import { afterEach, describe, expect, test } from 'vitest'
import { type DnsRecord, startDns } from '#tests/support/dns.ts'
import { type Certificate, makeAuthority, makeSelfSigned } from '#tests/support/tls.ts'
import { keptBodyBytes, readBodyBytes } from '#worker/exchange.ts'
import { createSender, type SenderOptions, type SendRequest } from '#worker/send.ts'

const cleanups: Array<() => void> = []
afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup()
})

type AnyServer = net.Server | http.Server | https.Server

async function listen(server: AnyServer, host = '127.0.0.1'): Promise<number> {
  const sockets = new Set<net.Socket>()
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  server.listen(0, host)
  await once(server, 'listening')
  cleanups.push(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return (server.address() as AddressInfo).port
}

/** A receiver that reads the whole request before it answers, and remembers what it got. */
async function receive(answer: http.RequestListener) {
  const requests: Array<{ headers: http.IncomingHttpHeaders; rawHeaders: string[]; body: Buffer; path: string }> = []
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    requests.push({ headers: request.headers, rawHeaders: request.rawHeaders, body: Buffer.concat(chunks), path: request.url ?? '' })
    answer(request, response)
  })
  const port = await listen(server)
  return { server, requests, port, url: `http://127.0.0.1:${port}` }
}

/** A receiver below HTTP: gets the socket after the head and the body of each request were read. */
async function receiveRaw(answer: (socket: net.Socket, count: number) => void) {
  let count = 0
  const server = net.createServer(socket => {
    let seen = ''
    socket.on('data', chunk => {
      seen += chunk.toString('latin1')
      if (!seen.endsWith(body.toString())) return
      seen = ''
      answer(socket, ++count)
    })
  })
  return { url: `http://127.0.0.1:${await listen(server)}`, count: () => count }
}

function sender(options: Partial<SenderOptions> = {}) {
  const created = createSender({ allowSubnets: ['127.0.0.0/8'], ...options })
  cleanups.push(() => created.close())
  return created
}

const body = Buffer.from('{"type":"invoice.paid"}')
const post = (url: string, more: Partial<SendRequest> = {}): SendRequest => ({ url, headers: [], body, timeoutMs: 10_000, ...more })

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
    const sent = await sender().send(post(`${receiver.url}/hook?a=b%20c#fragment`, { headers, body: bytes }))
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
    expect(await sender().send(post(receiver.url, { body: Buffer.alloc(0) }))).toMatchObject({ status: 200, error: null })
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
    const sent = await sender().send(post(receiver.url, { headers: [[name, value]] }))
    expect(sent).toMatchObject({ status: null, error: 'invalid_header' })
    expect(receiver.requests).toHaveLength(0)
  })

  test.each(['not a url', 'ftp://127.0.0.1/', ''])('%j is our fault', async url => {
    expect(await sender().send(post(url))).toMatchObject({ status: null, error: 'internal' })
  })
})

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
    expect(await sender().send(post(receiver.url))).toMatchObject({ status, error })
  })

  test('headers keep their repetitions, the body its bytes', async () => {
    const receiver = await receive((_request, response) => {
      response.setHeader('Set-Cookie', ['a=1', 'b=2'])
      response.end(Buffer.from([0xff, 0x00, 0x01]))
    })
    const sent = await sender().send(post(receiver.url))
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
    expect(await sender().send(post(receiver.url))).toMatchObject({ status: 204, error: null })
  })

  test.each([
    [keptBodyBytes, keptBodyBytes, false],
    [keptBodyBytes + 1, keptBodyBytes, true],
    [readBodyBytes - 1, keptBodyBytes, true],
  ])('a body of %i bytes: %i kept, truncated: %s', async (size, kept, truncated) => {
    const receiver = await receive((_request, response) => response.end(Buffer.alloc(size, 'x')))
    const sent = await sender().send(post(receiver.url))
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
    const sent = await sender().send(post(receiver.url))
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
    const sent = await sender().send(post(redirecting.url))
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
    const sent = await sender().send(post(receiver.url))
    expect(sent.error).toBe(error)
    expect(sent.errorDetail).toMatch(/^[a-z][\w .:/,'-]+$/i)
  })

  test('closes without an answer', async () => {
    const receiver = await receiveRaw(socket => socket.end())
    expect(await sender().send(post(receiver.url))).toMatchObject({ status: null, error: 'connection_reset', reused: false })
    expect(receiver.count()).toBe(1)
  })

  test('resets', async () => {
    const receiver = await receiveRaw(socket => socket.resetAndDestroy())
    expect(await sender().send(post(receiver.url))).toMatchObject({ status: null, error: 'connection_reset' })
  })

  test('breaks a 200 off in the middle: not a success', async () => {
    const receiver = await receiveRaw(socket => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc'))
    const sent = await sender().send(post(receiver.url))
    expect(sent).toMatchObject({ status: 200, error: 'connection_reset', responseBody: Buffer.from('abc'), responseTruncated: true })
  })

  test('breaks a 503 off in the middle: still a 503', async () => {
    const receiver = await receiveRaw(socket => socket.end('HTTP/1.1 503 Unavailable\r\nretry-after: 5\r\ncontent-length: 10\r\n\r\nabc'))
    const sent = await sender().send(post(receiver.url))
    expect(sent).toMatchObject({ status: 503, error: 'http_5xx' })
    expect(sent.responseHeaders).toContainEqual(['retry-after', '5'])
  })

  test('breaks a chunked 200 off in the middle, having said it would close', async () => {
    const receiver = await receiveRaw(socket =>
      socket.end('HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n'),
    )
    expect(await sender().send(post(receiver.url))).toMatchObject({ status: 200, error: 'connection_reset' })
  })

  test('ends a body without a length by closing: that is complete', async () => {
    const receiver = await receiveRaw(socket => socket.end('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nabc'))
    expect(await sender().send(post(receiver.url))).toMatchObject({ status: 200, error: null, responseBody: Buffer.from('abc') })
  })

  test('never answers', async () => {
    const receiver = await receiveRaw(() => {})
    const sent = await sender().send(post(receiver.url, { timeoutMs: 50 }))
    expect(sent).toMatchObject({ status: null, error: 'response_timeout', errorDetail: 'the host did not answer in time' })
    expect(sent.phases.totalUs).toBeGreaterThan(40_000)
    expect(sent.phases.connectUs).toBeGreaterThan(0)
    expect(sent.phases.firstByteUs).toBeNull()
  })

  test.each([
    ['200 OK', 'response_too_slow'],
    ['500 Broken', 'http_5xx'],
  ])('drip-feeds the body of a %s: %s', async (status, error) => {
    const timers: NodeJS.Timeout[] = []
    cleanups.push(() => timers.forEach(clearInterval))
    const receiver = await receiveRaw(socket => {
      socket.write(`HTTP/1.1 ${status}\r\ncontent-length: 1000\r\n\r\n`)
      timers.push(setInterval(() => socket.write('x'), 5))
    })
    const sent = await sender({ bodyTimeoutMs: 60 }).send(post(receiver.url))
    expect(sent.error).toBe(error)
    expect(sent.responseTruncated).toBe(true)
    expect(sent.responseBody.length).toBeGreaterThan(0)
  })

  test('drip-feeds its headers', async () => {
    const timers: NodeJS.Timeout[] = []
    cleanups.push(() => timers.forEach(clearInterval))
    const receiver = await receiveRaw(socket => {
      socket.write('HTTP/1.1 200 OK\r\n')
      timers.push(setInterval(() => socket.write('x: y\r\n'), 5))
    })
    expect(await sender().send(post(receiver.url, { timeoutMs: 60 }))).toMatchObject({ status: null, error: 'response_too_slow' })
  })

  test('the total time-out also covers the body', async () => {
    const receiver = await receiveRaw(socket => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc'))
    const sent = await sender({ bodyTimeoutMs: 60_000 }).send(post(receiver.url, { timeoutMs: 60 }))
    expect(sent).toMatchObject({ status: 200, error: 'response_too_slow' })
  })

  test('reads nothing of a large request', async () => {
    const server = net.createServer(socket => socket.pause())
    const url = `http://127.0.0.1:${await listen(server)}`
    expect(await sender().send(post(url, { body: Buffer.alloc(20_000_000), timeoutMs: 60 }))).toMatchObject({ error: 'response_timeout' })
  })

  test('answers before it has read the request', async () => {
    const server = net.createServer(socket => {
      socket.once('data', () => socket.end('HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n'))
    })
    const url = `http://127.0.0.1:${await listen(server)}`
    const sent = await sender().send(post(url, { body: Buffer.alloc(5_000_000) }))
    expect(['http_413', 'connection_reset']).toContain(sent.error)
  })
})

describe('a host that is not there', () => {
  const withDns = async (records: Record<string, DnsRecord>, options: Partial<SenderOptions> = {}) => {
    const dns = await startDns(name => records[name] ?? 'nxdomain')
    cleanups.push(() => dns.close())
    return sender({ dnsServers: [dns.address], ...options })
  }

  test('refuses the connection', async () => {
    const server = net.createServer()
    const port = await listen(server)
    server.close()
    await once(server, 'close')
    const sent = await sender().send(post(`http://127.0.0.1:${port}/`))
    expect(sent).toMatchObject({ status: null, error: 'connect_refused', errorDetail: 'the host refused the connection' })
  })

  test('has several addresses: the next one is tried, and all must refuse', async () => {
    const receiver = await receive((_request, response) => response.end('ok'))
    const several = await withDns({ 'some.test': ['127.0.0.3', '127.0.0.1'], 'none.test': ['127.0.0.3', '127.0.0.4'] })
    const sent = await several.send(post(`http://some.test:${receiver.port}/`))
    expect(sent).toMatchObject({ status: 200, remoteAddress: '127.0.0.1' })
    expect(await several.send(post(`http://none.test:${receiver.port}/`))).toMatchObject({ error: 'connect_refused', remoteAddress: null })
  })

  test('has no name', async () => {
    const sent = await (await withDns({})).send(post('http://missing.test/'))
    expect(sent).toMatchObject({ status: null, error: 'dns_not_found', errorDetail: 'the host name does not exist', remoteAddress: null })
  })

  test('has a name that nobody answers for', async () => {
    const sent = await (await withDns({ 'silent.test': 'silent' }, { connectTimeoutMs: 60 })).send(post('http://silent.test/'))
    expect(sent).toMatchObject({ status: null, error: 'dns_timeout' })
  })

  test('and a total time-out that ends before the one for connecting', async () => {
    const sent = await (await withDns({ 'silent.test': 'silent' })).send(post('http://silent.test/', { timeoutMs: 60 }))
    expect(sent).toMatchObject({ status: null, error: 'dns_timeout' })
  })

  test('never finishes the TLS handshake', async () => {
    const port = await listen(net.createServer(socket => socket.resume()))
    const sent = await sender({ connectTimeoutMs: 60 }).send(post(`https://127.0.0.1:${port}/`))
    expect(sent).toMatchObject({ error: 'connect_timeout', errorDetail: 'the host did not finish the TLS handshake in time' })
    expect(sent.phases.connectUs).toBeGreaterThan(0)
    expect(sent.remoteAddress).toBe('127.0.0.1')
  })

  test('records how long each phase of a new connection took', async () => {
    const receiver = await receive((_request, response) => response.end('ok'))
    const byName = await withDns({ 'hook.test': ['127.0.0.1'] })
    const sent = await byName.send(post(`http://hook.test:${receiver.port}/`))
    const { dnsUs, connectUs, tlsUs, firstByteUs, bodyUs, totalUs } = sent.phases
    expect(tlsUs).toBeNull()
    for (const phase of [dnsUs, connectUs, firstByteUs]) expect(phase).toBeGreaterThan(0)
    expect((dnsUs ?? 0) + (connectUs ?? 0) + (firstByteUs ?? 0) + (bodyUs ?? 0)).toBeLessThanOrEqual(totalUs)
    expect(receiver.requests[0]?.headers.host).toBe(`hook.test:${receiver.port}`)
  })
})

describe('the guard', () => {
  test.each([
    'http://127.0.0.1:PORT/',
    'http://localhost:PORT/',
    'http://app.localhost:PORT/',
    'http://127.1:PORT/',
    'http://0x7f.1:PORT/',
    'http://2130706433:PORT/',
    'http://0.0.0.0:PORT/',
    'http://[::1]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::]:PORT/',
    'https://127.0.0.1:PORT/',
  ])('%s is refused and never connected to', async url => {
    let connections = 0
    const port = await listen(net.createServer(() => connections++))
    const sent = await sender({ allowSubnets: [] }).send(post(url.replace('PORT', String(port))))
    expect(sent).toMatchObject({ status: null, error: 'address_refused', remoteAddress: null })
    expect(sent.errorDetail).toMatch(/^the host is (a loopback|an unspecified) address$|^the host is an IPv4 address in IPv6 form$/)
    expect(connections).toBe(0)
  })

  test('a name that changes between two look-ups is connected to where it was judged, and judged again', async () => {
    const inside = await receive((_request, response) => response.end('inside'))
    const outside = http.createServer((_request, response) => response.end('outside'))
    outside.keepAliveTimeout = 1
    outside.listen(inside.port, '127.0.0.2')
    await once(outside, 'listening')
    cleanups.push(() => outside.close())

    const answers: DnsRecord[] = [['127.0.0.2'], ['127.0.0.1'], ['127.0.0.2', '127.0.0.1']]
    const dns = await startDns(() => answers.shift() ?? 'nxdomain')
    cleanups.push(() => dns.close())
    const guarded = sender({ allowSubnets: ['127.0.0.2/32'], dnsServers: [dns.address] })

    const first = await guarded.send(post(`http://rebind.test:${inside.port}/`))
    expect(first).toMatchObject({ status: 200, remoteAddress: '127.0.0.2', responseBody: Buffer.from('outside') })
    expect(dns.asked).toHaveLength(1)

    outside.closeAllConnections()
    const fresh = sender({ allowSubnets: ['127.0.0.2/32'], dnsServers: [dns.address] })
    for (let time = 0; time < 2; time++) {
      const sent = await fresh.send(post(`http://rebind.test:${inside.port}/`))
      expect(sent).toMatchObject({ error: 'address_refused', errorDetail: "the host's name resolves to a loopback address" })
    }
    expect(inside.requests).toHaveLength(0)
  })
})

describe('TLS', () => {
  const authority = makeAuthority()
  const serve = async (certificate: Certificate, options: https.ServerOptions = {}) =>
    listen(https.createServer({ ...certificate, ...options }, (_request, response) => response.end('ok')))
  const trusting = () => sender({ extraCa: [authority.cert] })

  test('a trusted certificate for the address, its facts recorded', async () => {
    const notAfter = new Date('2090-01-02T03:04:05Z')
    const port = await serve(authority.issue({ names: ['127.0.0.1'], notAfter }))
    const trusted = trusting()
    const sent = await trusted.send(post(`https://127.0.0.1:${port}/`))
    expect(sent).toMatchObject({ status: 200, error: null, reused: false })
    expect(sent.tls).toEqual({
      protocol: 'TLSv1.3',
      validTo: notAfter.toISOString(),
      issuer: 'CN=Posthorn test authority',
      fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
    })
    expect(sent.phases.tlsUs).toBeGreaterThan(0)

    const again = await trusted.send(post(`https://127.0.0.1:${port}/`))
    expect(again).toMatchObject({ reused: true, tls: sent.tls, phases: { dnsUs: null, connectUs: null, tlsUs: null } })
  })

  test('the name is asked for in the handshake and checked, also with a dot at its end', async () => {
    const asked: Array<string | false | null> = []
    const server = https.createServer(authority.issue({ names: ['hook.test'] }), (request, response) => {
      asked.push((request.socket as tls.TLSSocket).servername ?? null)
      response.end()
    })
    const port = await listen(server)
    const dns = await startDns(() => ['127.0.0.1'])
    cleanups.push(() => dns.close())
    const named = sender({ extraCa: [authority.cert], dnsServers: [dns.address] })
    for (const host of ['hook.test', 'hook.test.']) {
      expect(await named.send(post(`https://${host}:${port}/`))).toMatchObject({ status: 200, error: null })
    }
    expect(asked).toEqual(['hook.test', 'hook.test'])
    const other = await named.send(post(`https://other.test:${port}/`))
    expect(other).toMatchObject({ status: null, error: 'tls_hostname', errorDetail: 'the certificate is for another host name' })
  })

  test.each<[string, () => Certificate, string]>([
    ['expired', () => authority.issue({ names: ['127.0.0.1'], notAfter: new Date('2020-01-01') }), 'tls_expired'],
    ['not valid yet', () => authority.issue({ names: ['127.0.0.1'], notBefore: new Date('2090-01-01') }), 'tls_other'],
    ['self-signed', () => makeSelfSigned({ names: ['127.0.0.1'] }), 'tls_self_signed'],
    ['for another address', () => authority.issue({ names: ['127.0.0.9'] }), 'tls_hostname'],
    ['of an unknown authority', () => makeAuthority('Somebody else').issue({ names: ['127.0.0.1'] }), 'tls_other'],
  ])('a certificate that is %s', async (_name, certificate, error) => {
    const sent = await trusting().send(post(`https://127.0.0.1:${await serve(certificate())}/`))
    expect(sent).toMatchObject({ status: null, error, remoteAddress: '127.0.0.1' })
    expect(sent.errorDetail).toMatch(/^the certificate /)
  })

  test('a chain that ends in an authority nobody trusts', async () => {
    const other = makeAuthority('Somebody else')
    const issued = other.issue({ names: ['127.0.0.1'] })
    const port = await serve({ key: issued.key, cert: issued.cert + other.cert })
    expect(await trusting().send(post(`https://127.0.0.1:${port}/`))).toMatchObject({ error: 'tls_self_signed' })
  })

  test('a host that speaks plain HTTP, or an old protocol', async () => {
    const plain = await receive((_request, response) => response.end())
    expect(await sender().send(post(`https://127.0.0.1:${plain.port}/`))).toMatchObject({ error: 'tls_other' })
    const old = await serve(authority.issue({ names: ['127.0.0.1'] }), { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' })
    expect(await trusting().send(post(`https://127.0.0.1:${old}/`))).toMatchObject({ error: 'tls_other' })
  })

  test('a host that resets in the handshake', async () => {
    const port = await listen(net.createServer(socket => socket.once('data', () => socket.resetAndDestroy())))
    expect(await sender().send(post(`https://127.0.0.1:${port}/`))).toMatchObject({ error: 'connection_reset' })
  })

  test('plain HTTP sent to a TLS port', async () => {
    const port = await listen(tls.createServer(authority.issue({ names: ['127.0.0.1'] })))
    expect((await sender().send(post(`http://127.0.0.1:${port}/`))).error).toMatch(/^(connection_reset|invalid_response)$/)
  })
})

describe('connections', () => {
  test('are reused, and their phases belong to the attempt that made them', async () => {
    const receiver = await receive((_request, response) => response.end('ok'))
    const one = sender()
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
    const one = sender()
    for (let time = 0; time < 3; time++) expect(await one.send(post(receiver.url))).toMatchObject({ status: 200, reused: false })
  })

  test('that were closed while idle cost one more try on a new one, not an attempt', async () => {
    const receiver = await receiveRaw((socket, count) => {
      if (count === 2) socket.resetAndDestroy()
      else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
    })
    const one = sender()
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
    const one = sender()
    await one.send(post(receiver.url))
    expect(await one.send(post(receiver.url))).toMatchObject({ status: null, error: 'connection_reset', reused: false })
    expect(receiver.count()).toBe(3)
  })

  test('that break after the answer began are not tried again', async () => {
    const receiver = await receiveRaw((socket, count) => {
      if (count === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
      else socket.end('HTTP/1.1 200 OK\r\ncontent-le')
    })
    const one = sender()
    await one.send(post(receiver.url))
    expect(await one.send(post(receiver.url))).toMatchObject({ status: null, error: 'connection_reset', reused: true })
    expect(receiver.count()).toBe(2)
  })

  test('carry no answer over to the next request', async () => {
    const receiver = await receiveRaw((socket, count) => {
      const extra = count === 1 ? 'HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nforged' : ''
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nreal${extra}`)
    })
    const one = sender()
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
    const one = sender({ connectionsPerOrigin: 3 })
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
    const one = sender({ connectionsPerOrigin: 1 })
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
    const one = sender({ idleMs: 20 })
    await one.send(post(receiver.url))
    await closed.promise
    expect(await one.send(post(receiver.url))).toMatchObject({ status: 200, reused: false })
  })

  test('are replaced when they are old, however busy', async () => {
    const receiver = await receive((_request, response) => response.end('ok'))
    const one = sender({ maxConnectionAgeMs: 0 })
    for (let time = 0; time < 2; time++) expect(await one.send(post(receiver.url))).toMatchObject({ status: 200, reused: false })
  })

  test('over all origins are limited: the longest idle one goes', async () => {
    const closed = Promise.withResolvers<void>()
    const first = await receive((_request, response) => response.end('ok'))
    const second = await receive((_request, response) => response.end('ok'))
    first.server.on('connection', socket => socket.on('close', () => closed.resolve()))
    const one = sender({ maxIdleConnections: 1 })
    await one.send(post(first.url))
    await one.send(post(second.url))
    await closed.promise
    expect(await one.send(post(second.url))).toMatchObject({ reused: true })
    expect(await one.send(post(first.url))).toMatchObject({ status: 200, reused: false })
  })
})

describe('stopping', () => {
  const stopped = { status: null, error: 'internal', errorDetail: 'Posthorn stopped the attempt' }

  test('before the request', async () => {
    const receiver = await receive((_request, response) => response.end())
    expect(await sender().send(post(receiver.url, { signal: AbortSignal.abort() }))).toMatchObject(stopped)
    expect(receiver.requests).toHaveLength(0)
  })

  test('while the name is looked up', async () => {
    const abort = new AbortController()
    const dns = await startDns(() => {
      abort.abort()
      return 'silent'
    })
    cleanups.push(() => dns.close())
    expect(await sender({ dnsServers: [dns.address] }).send(post('http://silent.test/', { signal: abort.signal }))).toMatchObject(stopped)
  })

  test('while the receiver thinks, which frees its connection', async () => {
    const abort = new AbortController()
    const closed = Promise.withResolvers<void>()
    const receiver = await receiveRaw(socket => {
      socket.once('close', () => closed.resolve())
      abort.abort()
    })
    expect(await sender().send(post(receiver.url, { signal: abort.signal }))).toMatchObject(stopped)
    await closed.promise
  })

  test('while waiting for a connection', async () => {
    const abort = new AbortController()
    const receiver = await receiveRaw(() => abort.abort())
    const one = sender({ connectionsPerOrigin: 1 })
    const first = one.send(post(receiver.url))
    expect(await one.send(post(receiver.url, { signal: abort.signal }))).toMatchObject(stopped)
    one.close()
    expect(await first).toMatchObject({ status: null, error: 'internal' })
  })

  test('closing the sender ends everything, and takes nothing more', async () => {
    const closing = Promise.withResolvers<void>()
    const receiver = await receiveRaw(() => closing.resolve())
    const one = sender({ connectionsPerOrigin: 1 })
    const pending = [one.send(post(receiver.url)), one.send(post(receiver.url))]
    await closing.promise
    one.close()
    for (const sent of await Promise.all(pending)) expect(sent).toMatchObject({ status: null, error: 'internal' })
    expect(await one.send(post(receiver.url))).toMatchObject({ error: 'internal' })
  })
})
