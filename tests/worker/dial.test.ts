import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import tls from 'node:tls'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { DnsRecord } from '#tests/support/dns.ts'
import { listen, openDns, openSender, post, receive } from '#tests/support/sending.ts'
import { type Certificate, makeAuthority, makeSelfSigned } from '#tests/support/tls.ts'
import type { SenderOptions } from '#worker/send.ts'

describe('a host that is not there', () => {
  const withDns = async (records: Record<string, DnsRecord>, options: Partial<SenderOptions> = {}) => {
    const dns = await openDns(name => records[name] ?? 'nxdomain')
    return openSender({ dnsServers: [dns.address], ...options })
  }

  test('refuses the connection', async () => {
    const server = net.createServer()
    const port = await listen(server)
    server.close()
    await once(server, 'close')
    const sent = await openSender().send(post(`http://127.0.0.1:${port}/`))
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
    const sent = await openSender({ connectTimeoutMs: 60 }).send(post(`https://127.0.0.1:${port}/`))
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
    const sent = await openSender({ allowSubnets: [] }).send(post(url.replace('PORT', String(port))))
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
    onTestFinished(() => void outside.close())

    const answers: DnsRecord[] = [['127.0.0.2'], ['127.0.0.1'], ['127.0.0.2', '127.0.0.1']]
    const dns = await openDns(() => answers.shift() ?? 'nxdomain')
    const guarded = openSender({ allowSubnets: ['127.0.0.2/32'], dnsServers: [dns.address] })

    const first = await guarded.send(post(`http://rebind.test:${inside.port}/`))
    expect(first).toMatchObject({ status: 200, remoteAddress: '127.0.0.2', responseBody: Buffer.from('outside') })
    expect(dns.asked).toHaveLength(1)

    outside.closeAllConnections()
    const fresh = openSender({ allowSubnets: ['127.0.0.2/32'], dnsServers: [dns.address] })
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
  const trusting = () => openSender({ extraCa: [authority.cert] })

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
    const dns = await openDns(() => ['127.0.0.1'])
    const named = openSender({ extraCa: [authority.cert], dnsServers: [dns.address] })
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
    expect(await openSender().send(post(`https://127.0.0.1:${plain.port}/`))).toMatchObject({ error: 'tls_other' })
    const old = await serve(authority.issue({ names: ['127.0.0.1'] }), { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' })
    expect(await trusting().send(post(`https://127.0.0.1:${old}/`))).toMatchObject({ error: 'tls_other' })
  })

  test('a host that resets in the handshake', async () => {
    const port = await listen(net.createServer(socket => socket.once('data', () => socket.resetAndDestroy())))
    expect(await openSender().send(post(`https://127.0.0.1:${port}/`))).toMatchObject({ error: 'connection_reset' })
  })

  test('plain HTTP sent to a TLS port', async () => {
    const port = await listen(tls.createServer(authority.issue({ names: ['127.0.0.1'] })))
    expect((await openSender().send(post(`http://127.0.0.1:${port}/`))).error).toMatch(/^(connection_reset|invalid_response)$/)
  })
})
