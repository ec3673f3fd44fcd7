import { describe, expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { operations } from '#server/rest/operations.ts'
import { startReceiver } from '#tests/support/receiver.ts'
import { callerOf } from '#tests/support/server.ts'
import { call, here, setUpTenant } from '#tests/support/tenant.ts'
import { startTestWorker, stopWorkers } from '#tests/support/workers.ts'

setUpTenant()

describe('addresses', () => {
  test('a slash at the end does not matter', async () => {
    expect((await call('post', '/app/', { name: 'Shop', uid: 'shop' })).status).toBe(201)
    expect((await call('get', '/app/shop/?x=y')).status).toBe(200)
  })

  test('nor does one more at the beginning, which an address with a slash brings', async () => {
    await callerOf(`${here.url}/`, here.tenant.token)('post', '/app', { name: 'Shop', uid: 'shop' })
    expect((await callerOf(`${here.url}//`, here.tenant.token)('get', '/app/shop')).status).toBe(200)
  })

  test.each(['/nothing', '/app/a/b/c', '/application'])('%s is no operation: 404', async path => {
    expect(await call('get', path)).toMatchObject({
      status: 404,
      body: { code: 'not_found', detail: expect.stringContaining('openapi.json') },
    })
  })

  test.each([
    '/connector',
    '/stream/1',
    '/streaming/event-type',
    '/ingest/api/v1/source',
    '/app/a/poller/p',
    '/app/a/connector/x',
    '/destination',
  ])('%s is outside the promise, and says so', async path => {
    const { status, body } = await call('get', path)
    expect([status, body]).toEqual([404, { code: 'not_found', detail: expect.stringContaining('does not offer') }])
  })

  test('another method of a path: 404', async () => {
    expect((await call('put', '/app', {})).status).toBe(404)
  })
})

describe('headers', () => {
  test('every answer has a request id; a given one is passed on', async () => {
    for (const path of ['/app', '/nothing', '/health', '/app/nobody'])
      expect((await call('get', path)).headers.get('x-request-id')).toMatch(/^[\w-]{8,}$/)
    expect((await call('get', '/app', undefined, { 'x-request-id': 'mine-1' })).headers.get('x-request-id')).toBe('mine-1')
  })

  test('any origin may call, with any header; the preflight is kept for ten minutes', async () => {
    const preflight = await fetch(`${here.url}/api/v1/app`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'authorization,svix-req-id',
      },
    })
    expect(preflight.status).toBe(204)
    const header = (name: string) => preflight.headers.get(`access-control-${name}`)
    expect([header('allow-origin'), header('max-age'), header('allow-headers')]).toEqual(['*', '600', 'authorization,svix-req-id'])
    expect(header('allow-methods')?.split(',')).toEqual(expect.arrayContaining(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']))
    for (const path of ['/app', '/nothing', '/app/nobody'])
      expect((await call('get', path, undefined, { origin: 'https://shop.example' })).headers.get('access-control-allow-origin')).toBe('*')
    const refused = await callerOf(here.url, null)('get', '/app', undefined, { origin: 'https://shop.example' })
    expect(refused.headers.get('access-control-allow-origin')).toBe('*')
  })

  test('the token may be written with any case of Bearer, and nowhere but in the header', async () => {
    const ask = (headers: Record<string, string>, query = '') => callerOf(here.url, null)('get', `/app${query}`, undefined, headers)
    expect((await ask({ authorization: `bearer ${here.tenant.token}` })).status).toBe(200)
    expect((await ask({ authorization: here.tenant.token })).status).toBe(401)
    expect((await ask({ authorization: `Basic ${here.tenant.token}` })).status).toBe(401)
    expect((await ask({}, `?token=${here.tenant.token}`)).status).toBe(401)
  })
})

describe('bodies', () => {
  test('too large is refused while it arrives, its length said or not', async () => {
    const megabyte = new Uint8Array(1024 * 1024)
    let sent = 0
    const endless = new ReadableStream({
      pull: controller => {
        if (++sent > 200) controller.close()
        else controller.enqueue(megabyte)
      },
    })
    const said = await call('post', '/app', 'x'.repeat(2 * 1024 * 1024))
    expect(said).toMatchObject({ status: 413, body: { code: 'payload_too_large' } })
    const request = fetch(`${here.url}/api/v1/app`, {
      method: 'POST',
      headers: { authorization: `Bearer ${here.tenant.token}` },
      body: endless,
      duplex: 'half',
    } as RequestInit)
    // The server may close the connection before the client has read the answer.
    expect(
      await request.then(
        response => response.status,
        () => 413,
      ),
    ).toBe(413)
    expect(sent).toBeLessThan(100)
  })

  test('what is nobody’s is refused before its body is read', async () => {
    expect((await callerOf(here.url, 'garbage')('post', '/app', 'x'.repeat(2 * 1024 * 1024))).status).toBe(401)
  })

  test('unknown members are ignored', async () => {
    expect((await call('post', '/app', { name: 'x', nonsense: { a: 1 }, __proto__: { b: 1 } })).status).toBe(201)
  })

  test.each([
    ['nested brackets', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['a huge number', '1e400'],
    ['a NUL', '"\\u0000"'],
    ['half of a surrogate pair', '"\\ud800"'],
    ['__proto__', '{"__proto__":{"a":"b"}}'],
  ])('no body makes the server fail: %s', async (_what, value) => {
    for (const [method, path] of [
      ['post', '/app'],
      ['post', '/event-type'],
      ['put', '/event-type/a'],
    ] as const)
      for (const field of ['name', 'metadata', 'schemas', 'description', 'x'])
        expect((await call(method, path, `{"${field}":${value}}`)).status).toBeLessThan(500)
  })
})

describe('health and metrics', () => {
  test('liveness needs no key, by GET and HEAD', async () => {
    for (const [path, status] of [
      ['/healthz', 200],
      ['/readyz', 200],
      ['/api/v1/health', 200],
      ['/api/v1/health/ping', 204],
    ] as const)
      for (const method of ['GET', 'HEAD']) expect([path, (await fetch(here.url + path, { method })).status]).toEqual([path, status])
  })

  test('health tells of workers and of what waits', async () => {
    await call('post', '/app', { name: 'Shop', uid: 'shop' })
    const receiver = await startReceiver()
    await call('post', '/app/shop/endpoint', { url: receiver.inbox().url })
    await call('post', '/app/shop/msg', { eventType: 'a', payload: {} })
    await pool.query(
      `update pgboss.job set start_after = start_after - interval '1 hour', priority = priority + 3600 where name = 'deliver'`,
    )
    const { body } = await call('get', '/health')
    expect(body).toEqual({ database: { status: 'ok' }, workers: { count: 0, lastSeenAt: null }, oldestDueSeconds: expect.any(Number) })
    expect(body.oldestDueSeconds).toBeGreaterThanOrEqual(3600)
    await startTestWorker()
    expect((await call('get', '/health')).body.workers).toEqual({ count: 1, lastSeenAt: expect.any(String) })
    await stopWorkers()
    await receiver.close()
  })

  test('metrics count requests by operation and status', async () => {
    await call('get', '/app')
    await call('get', '/app/nobody')
    const response = await fetch(`${here.url}/metrics`)
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4')
    const text = await response.text()
    expect(text).toMatch(/^posthorn_http_requests_total\{operation="v1\.application\.list",status="200"\} [1-9]/m)
    expect(text).toMatch(/^posthorn_http_requests_total\{operation="v1\.application\.get",status="404"\} [1-9]/m)
    expect(text).toMatch(/^posthorn_messages_accepted_total \d+$/m)
    expect(text).toMatch(/^posthorn_oldest_due_seconds [\d.]+$/m)
    expect(text).toMatch(/^# TYPE posthorn_workers gauge$/m)
  })
})

describe('openapi', () => {
  test('is 3.1 and has every operation, with its statuses', async () => {
    const { body } = await callerOf(here.url, null)('get', '/openapi.json')
    expect(body.openapi).toBe('3.1.0')
    for (const { method, path, operationId, responses, query } of operations) {
      const documented = body.paths[`/api/v1${path}`]?.[method]
      expect([operationId, documented?.operationId]).toEqual([operationId, operationId])
      expect(Object.keys(documented.responses)).toEqual(expect.arrayContaining([...Object.keys(responses), '401', '403', '404', '422']))
      const parameters = documented.parameters?.map((parameter: { name: string }) => parameter.name) ?? []
      expect(parameters).toEqual(
        expect.arrayContaining([...Object.keys(query?.shape ?? {}), ...[...path.matchAll(/\{(\w+)\}/g)].map(match => match[1])]),
      )
    }
  })

  test('names its schemas as the clients know them, and every reference resolves', async () => {
    const { body, text } = await callerOf(here.url, null)('get', '/openapi.json')
    const names = ['Application', 'Endpoint', 'EventType', 'Message'].flatMap(name => [`${name}In`, `${name}Out`])
    names.push('MessageAttemptOut', 'EndpointMessageOut', 'MessageEndpointOut', 'EndpointSecretOut', 'EndpointHeadersOut')
    expect(Object.keys(body.components.schemas)).toEqual(expect.arrayContaining(names))
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) expect(body.components.schemas[name ?? '']).toBeDefined()
  })
})
