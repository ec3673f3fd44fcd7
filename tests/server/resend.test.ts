import { expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { resendDelivery } from '#server/deliveries/resend.ts'
import { formatId } from '#server/ids.ts'
import { moveClock } from '#tests/support/clock.ts'
import { deliveriesOf, seedEnvironment, seedMerchant } from '#tests/support/seed.ts'
import { tidyAfterEach } from '#tests/support/workers.ts'

tidyAfterEach()

const url = 'http://127.0.0.1:9/unused'

async function seed() {
  const shop = await seedMerchant()
  const endpoint = await shop.addEndpoint(url, { uid: 'hook' })
  const { id } = await shop.post({ eventId: 'evt' })
  return { shop, endpoint, id, path: { application: shop.uid, message: formatId('message', id), endpoint: formatId('endpoint', endpoint) } }
}

const manualJobs = async () =>
  (
    await pool.query(
      `select name, data ->> 'm' as m, group_id, priority >= due_priority(pgboss.job_now()) as due from pgboss.job where data ->> 't' = '1'`,
    )
  ).rows

test('a job of its own, due at once, beside the scheduled one; by ids and by the caller’s own names', async () => {
  const { shop, endpoint, id, path } = await seed()
  const [before] = await deliveriesOf(id)
  await resendDelivery(shop.context, path)
  await resendDelivery(shop.context, { application: shop.uid, message: 'evt', endpoint: 'hook' })
  const job = { name: 'replay', m: id, group_id: endpoint, due: true }
  expect(await manualJobs()).toEqual([job, job])
  expect(await deliveriesOf(id)).toEqual([before])
})

test('an endpoint that did not match gets a delivery that waits for nothing', async () => {
  const { shop, id, path } = await seed()
  const late = await shop.addEndpoint(url)
  await resendDelivery(shop.context, { ...path, endpoint: formatId('endpoint', late) })
  expect((await deliveriesOf(id)).find(delivery => delivery.endpoint_id === late)).toMatchObject({ state: 4, job_id: null })
})

test('into the endpoint’s lane where there is one', async () => {
  const { shop, endpoint, path } = await seed()
  await pool.query(`select pgboss.create_queue($1, '{"policy":"standard"}')`, [`lane/${endpoint}`])
  await pool.query(`insert into lane (endpoint_id, lease_key, reason, opened_at) values ($1, $1, 'slow', now())`, [endpoint])
  await resendDelivery(shop.context, path)
  expect(await manualJobs()).toEqual([expect.objectContaining({ name: `lane/${endpoint}` })])
})

test('what is not there, or another’s, is not found', async () => {
  const { shop, path } = await seed()
  const other = await seedMerchant(shop.context)
  const stranger = await seedMerchant(await seedEnvironment())
  const theirs = formatId('endpoint', await other.addEndpoint(url))
  const attempts = [
    resendDelivery(shop.context, { ...path, message: 'nothing' }),
    resendDelivery(shop.context, { ...path, message: path.endpoint }),
    resendDelivery(shop.context, { ...path, endpoint: theirs }),
    resendDelivery(other.context, { ...path, application: other.uid, endpoint: theirs }),
    resendDelivery(stranger.context, path),
  ]
  for (const result of await Promise.allSettled(attempts))
    expect(result).toMatchObject({ status: 'rejected', reason: { code: 'not_found' } })
  expect(await manualJobs()).toEqual([])
})

test('a payload that has expired can’t be sent again', async () => {
  const { shop, path } = await seed()
  await moveClock(90 * 24 * 3600 + 60)
  await expect(resendDelivery(shop.context, path)).rejects.toMatchObject({ code: 'missing_payload', status: 400 })
  expect(await manualJobs()).toEqual([])
})
