import { afterEach, describe, expect, test } from 'vitest'
import { sha256 } from '#server/crypto.ts'
import { pool } from '#server/db.ts'
import { answerOnce } from '#server/idempotency/answer-once.ts'
import type { ActedBy } from '#server/writes.ts'
import { moveClock, resetClock } from '#tests/support/clock.ts'
import { type Answer, callerOf } from '#tests/support/server.ts'
import { call, createTenant, here, setUpTenant } from '#tests/support/tenant.ts'

const hours = 3600
setUpTenant({ shop: true })
afterEach(resetClock)

const withKey = (key: string) => ({ 'idempotency-key': key })
const endpointCount = async (): Promise<number> => (await call('get', '/app/shop/endpoint')).body.data.length
const messageCount = async (): Promise<number> => (await call('get', '/app/shop/msg')).body.data.length
const summary = (answer: Answer) => [answer.status, answer.text]

/** message.create keeps its keys with its messages, the others theirs in `idempotent_response`: both promise the same. */
const posts = [
  ['endpoint.create', '/app/shop/endpoint', { url: 'https://example.com/a' }, { url: 'https://example.com/b' }, 201, endpointCount],
  ['message.create', '/app/shop/msg', { eventType: 'a', payload: { n: 1 } }, { eventType: 'a', payload: { n: 2 } }, 202, messageCount],
] as const

describe.each(posts)('%s', (_name, path, body, otherBody, status, count) => {
  test('a repeat gets the first answer, and nothing is done twice', async () => {
    const first = await call('post', path, body, withKey('k'))
    expect(first.status).toBe(status)
    for (let times = 0; times < 2; times++) expect(summary(await call('post', path, body, withKey('k')))).toEqual(summary(first))
    expect(await count()).toBe(1)
  })

  test('another body under the same key: 422 idempotency_key_reuse', async () => {
    await call('post', path, body, withKey('k'))
    expect(await call('post', path, otherBody, withKey('k'))).toMatchObject({ status: 422, body: { code: 'idempotency_key_reuse' } })
    expect(await count()).toBe(1)
  })

  test('without a key, or under another, it is another request', async () => {
    await call('post', path, body)
    await call('post', path, body)
    await call('post', path, body, withKey('k1'))
    await call('post', path, body, withKey('k2'))
    expect(await count()).toBe(4)
  })

  test('of many at the same moment one is done, and all get its answer', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => call('post', path, body, withKey('k'))))
    expect(new Set(answers.map(answer => answer.text)).size).toBe(1)
    expect(new Set(answers.map(answer => answer.status))).toEqual(new Set([status]))
    expect(await count()).toBe(1)
  })

  test('the key is free again after twelve hours, and not before', async () => {
    const first = await call('post', path, body, withKey('k'))
    await moveClock(12 * hours - 60)
    expect((await call('post', path, body, withKey('k'))).body.id).toBe(first.body.id)
    await moveClock(61)
    expect((await call('post', path, otherBody, withKey('k'))).status).toBe(status)
    expect(await count()).toBe(2)
  })

  test('a request that failed frees its key', async () => {
    expect((await call('post', path.replace('shop', 'later'), body, withKey('k'))).status).toBe(404)
    expect((await call('post', path, {}, withKey('k'))).status).toBe(422)
    expect((await call('post', path, body, withKey('k'))).status).toBe(status)
  })

  test('keys are the credential’s own', async () => {
    const stranger = await createTenant()
    await stranger.call('post', '/app', { name: 'Shop', uid: 'shop' })
    await call('post', path, body, withKey('k'))
    const other = await stranger.call('post', path, otherBody, withKey('k'))
    expect(other.status).toBe(status)
  })

  test('a key that is too long: 422', async () => {
    const { status, body: answer } = await call('post', path, body, withKey('k'.repeat(256)))
    expect([status, answer.detail[0].loc]).toEqual([422, ['header', 'idempotency-key']])
  })
})

test('the same key elsewhere is another request', async () => {
  expect((await call('post', '/app', { name: 'One' }, withKey('k'))).status).toBe(201)
  expect((await call('post', '/event-type', { name: 'a', description: 'x' }, withKey('k'))).status).toBe(201)
  expect((await call('post', '/app/shop/endpoint', { url: 'https://example.com/' }, withKey('k'))).status).toBe(201)
  const developer = callerOf(here.url, await here.tenant.createKey({ scope: 'developer' }))
  expect((await developer('post', '/app', { name: 'Two' }, withKey('k'))).body.name).toBe('Two')
})

test('the key counts for POST only', async () => {
  await call('patch', '/app/shop', { name: 'One' }, withKey('k'))
  expect((await call('patch', '/app/shop', { name: 'Two' }, withKey('k'))).body.name).toBe('Two')
})

test('a rotation that is repeated rotates once, and its answer is stored encrypted', async () => {
  const { body } = await call('post', '/app/shop/endpoint', { url: 'https://example.com/' })
  const rotate = () => call('post', `/app/shop/endpoint/${body.id}/secret/rotate`, {}, withKey('rotate'))
  const first = await rotate()
  expect(summary(await rotate())).toEqual(summary(first))
  const { rows } = await pool.query<{ response: string }>('select response from idempotent_response')
  expect(rows.map(row => row.response).join()).not.toContain(first.body.key)
})

describe('answerOnce', () => {
  const by: ActedBy = { actor: { kind: 'system', name: 'test' } }
  const request = (name: string) => ({ key: sha256(name), bodyHash: sha256('body'), by })
  const answer = { status: 200, body: '"done"' }

  test('waits for a request of another process, and gives up after its patience with 409', async () => {
    const elsewhere = await pool.connect()
    await elsewhere.query('begin')
    await elsewhere.query(`insert into idempotent_response (key, body_hash, created_at) values ($1, $2, pgboss.job_now())`, [
      sha256('held'),
      sha256('body'),
    ])
    await expect(answerOnce(request('held'), async () => answer, 50)).rejects.toMatchObject({ code: 'conflict', status: 409 })
    const patient = answerOnce(request('held'), async () => answer)
    await elsewhere.query('rollback') // it died: the key is free, and the one that waited does the work
    elsewhere.release()
    expect(await patient).toEqual(answer)
  })

  test('waits for a request of this process, and gives up after its patience with 409', async () => {
    let finish = () => {}
    const first = answerOnce(request('slow'), () => new Promise(resolve => (finish = () => resolve(answer))))
    await expect(answerOnce(request('slow'), async () => answer, 50)).rejects.toMatchObject({ code: 'conflict' })
    const second = answerOnce(request('slow'), async () => ({ status: 500, body: null }))
    finish()
    expect([await first, await second]).toEqual([answer, answer])
  })

  test('what the work wrote goes with the key when it fails', async () => {
    const failing = answerOnce(request('fails'), async tx => {
      await tx.organization.create({ data: { slug: 'half-done', name: 'x' } })
      throw new Error('broken')
    })
    await expect(failing).rejects.toThrow('broken')
    const { rows } = await pool.query(`select from organization where slug = 'half-done'`)
    expect(rows).toEqual([])
    expect(await answerOnce(request('fails'), async () => answer)).toEqual(answer)
  })

  test('many keys at once are answered one and all', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => answerOnce(request(`many ${index}`), async () => answer)))
    expect(answers).toHaveLength(40)
  })
})
