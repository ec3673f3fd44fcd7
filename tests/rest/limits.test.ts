import { beforeEach, describe, expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { parseId } from '#server/ids.ts'
import { call, setUpTenant } from '#tests/support/tenant.ts'

/** That each change of a limit reaches the endpoint's lane; that lanes hold limits is tested in tests/worker/limits.test.ts. */
setUpTenant()
let app: string
const hook = { url: 'https://example.com/hook' }

beforeEach(async () => {
  app = (await call('post', '/app', { name: 'Shop' })).body.id
})

const addEndpoint = async (body: object = {}) => (await call('post', `/app/${app}/endpoint`, { ...hook, ...body })).body.id as string

type Lane = { state: string; rate: number | null; shared_rate: number | null; paused: boolean; shared: boolean }
async function laneOf(endpoint: string): Promise<Lane | undefined> {
  const { rows } = await pool.query<Lane>(
    'select state, rate, shared_rate, paused, lease_key <> endpoint_id as shared from lane where endpoint_id = $1',
    [parseId('endpoint', endpoint)],
  )
  return rows[0]
}
const free = { state: 'open', rate: null, shared_rate: null, paused: false, shared: false }

describe('a rate of an endpoint', () => {
  test('from its creation on, changed, and taken away', async () => {
    const endpoint = await addEndpoint({ throttleRate: 5 })
    expect(await laneOf(endpoint)).toEqual({ ...free, rate: 5 })
    await call('patch', `/app/${app}/endpoint/${endpoint}`, { throttleRate: 7 })
    expect(await laneOf(endpoint)).toEqual({ ...free, rate: 7 })
    await call('put', `/app/${app}/endpoint/${endpoint}`, hook)
    expect(await laneOf(endpoint)).toEqual(free)
  })

  test('none: no lane', async () => {
    const endpoint = await addEndpoint()
    await call('patch', `/app/${app}/endpoint/${endpoint}`, { description: 'x' })
    expect(await laneOf(endpoint)).toBeUndefined()
  })

  test('ends with the endpoint, so that what waits is not held back from being canceled', async () => {
    const endpoint = await addEndpoint({ throttleRate: 5 })
    await call('delete', `/app/${app}/endpoint/${endpoint}`)
    expect(await laneOf(endpoint)).toEqual(free)
  })
})

describe('a rate of an application', () => {
  test('reaches the endpoints that are there and those that come', async () => {
    const before = await addEndpoint({ throttleRate: 3 })
    await call('patch', `/app/${app}`, { throttleRate: 9 })
    const after = await addEndpoint()
    expect(await laneOf(before)).toEqual({ ...free, rate: 3, shared_rate: 9, shared: true })
    expect(await laneOf(after)).toEqual({ ...free, shared_rate: 9, shared: true })
    await call('put', `/app/${app}`, { name: 'Shop' })
    expect(await laneOf(before)).toEqual({ ...free, rate: 3 })
    expect(await laneOf(after)).toEqual(free)
  })

  test('changed while endpoints are changed: the later one sees both', async () => {
    const endpoints = await Promise.all([1, 2, 3].map(() => addEndpoint()))
    await Promise.all([
      ...endpoints.map(id => call('patch', `/app/${app}/endpoint/${id}`, { throttleRate: 4 })),
      call('patch', `/app/${app}`, { throttleRate: 8 }),
      ...endpoints.map(async () => endpoints.push(await addEndpoint({ throttleRate: 4 }))),
    ])
    expect(endpoints).toHaveLength(6)
    for (const id of endpoints) expect(await laneOf(id)).toEqual({ ...free, rate: 4, shared_rate: 8, shared: true })
  })

  test('ends with the application', async () => {
    const endpoint = await addEndpoint()
    await call('patch', `/app/${app}`, { throttleRate: 9 })
    await call('delete', `/app/${app}`)
    expect(await laneOf(endpoint)).toEqual(free)
  })
})

test('pause and resume, each also twice', async () => {
  const endpoint = await addEndpoint()
  const path = `/app/${app}/endpoint/${endpoint}`
  expect((await call('get', path)).body.paused).toBe(false)
  for (const _ of [1, 2]) expect(await call('post', `${path}/pause`)).toMatchObject({ status: 200, body: { id: endpoint, paused: true } })
  expect(await laneOf(endpoint)).toEqual({ ...free, paused: true })
  for (const _ of [1, 2]) expect(await call('post', `${path}/resume`)).toMatchObject({ status: 200, body: { paused: false } })
  expect(await laneOf(endpoint)).toEqual(free)
})
