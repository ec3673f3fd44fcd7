import { expect, test } from 'vitest'
import { diagnoseAttempt } from '#server/attempts/evidence.ts'
import { makeContext } from '#server/context.ts'
import { formatId } from '#server/ids.ts'
import { moveClock } from '#tests/support/clock.ts'
import { here, setUpHandWorker } from '#tests/support/hand-worker.ts'
import { seedMerchant } from '#tests/support/seed.ts'

setUpHandWorker()

/** A merchant whose endpoint answers as it is told, post by post. */
async function seed(context?: Parameters<typeof seedMerchant>[0]) {
  const shop = await seedMerchant(context)
  const inbox = here.receiver.inbox()
  const endpoint = formatId('endpoint', await shop.addEndpoint(inbox.url))
  const post = async (status: number, release = '1'): Promise<string> => {
    inbox.answerWith({ status, headers: { 'x-release': release }, body: `answer ${status}` })
    const { id } = await shop.post()
    await here.worker.work('deliver')
    return formatId('message', id)
  }
  const diagnose = (message: string, as = shop.context) => diagnoseAttempt(as, { message, endpoint, number: 1 })
  return { shop, endpoint, post, diagnose }
}

type Found = NonNullable<Awaited<ReturnType<typeof diagnoseAttempt>>>
const read = ({ evidence }: Found) =>
  Object.fromEntries(evidence.map(({ name, says }) => [name, says.map(part => (typeof part === 'string' ? part : part.code)).join('')]))

test('tells since when, what changed then, what waits and what the answer says', async () => {
  const { post, diagnose } = await seed()
  await post(500)
  await moveClock(2 * 3_600)
  await post(200)
  await moveClock(60)
  await post(500, '2')
  await post(500, '2')
  const found = (await diagnose(await post(500, '2')))!
  expect(found.title).toBe('The endpoint answered 500: its own code fails')
  expect(read(found)).toMatchObject({
    Since: expect.stringMatching(/the first 500 after 2 hours without a failed attempt\. 3 deliveries wait\.$/),
    'Changed then': expect.stringMatching(/^Response header x-release: 1 at the last success \(.*\), 2 at the first failure/),
    'It says': 'answer 500',
    'Who else': 'Nobody. Shop has no other endpoint. No other endpoint in test fails like this.',
    'Ruled out': expect.stringContaining('DNS, connection, redirect, time ('),
  })
  expect(found.undelivered).toMatchObject({ waiting: 3, failed: 0, more: false })
})

test('says when nothing has ever arrived, and when it has recovered', async () => {
  const { post, diagnose } = await seed()
  const first = await post(404)
  expect(read((await diagnose(first))!).Since).toBe('The beginning: no attempt to this endpoint has succeeded yet. 1 delivery waits.')
  const delivered = await post(204)
  expect(await diagnose(delivered)).toBeNull()
  const second = await post(404)
  await post(200)
  const found = (await diagnose(second))!
  expect(read(found).Since).toMatch(/without a failed attempt\.$/)
  expect(found.nextStep).toMatch(/^The endpoint has answered rightly since/)
})

test('names who fails alike: the operator hears of all, the merchant of their own, and another environment of nobody', async () => {
  const { shop, post, diagnose } = await seed()
  const neighbour = await seed(shop.context)
  const stranger = await seed()
  await neighbour.post(503)
  await stranger.post(503)
  const message = await post(503)
  expect(read((await diagnose(message))!)['Who else']).toBe(
    'Shop has no other endpoint. 1 other endpoint in test fails like this, on this host.',
  )
  const merchant = makeContext({ ...shop.context, applicationId: shop.applicationId })
  expect(read((await diagnose(message, merchant))!)['Who else']).toBe('Nobody. Shop has no other endpoint.')
  await expect(diagnose(message, stranger.shop.context)).rejects.toMatchObject({ code: 'not_found' })
  const other = makeContext({ ...shop.context, applicationId: neighbour.shop.applicationId })
  await expect(diagnose(message, other)).rejects.toMatchObject({ code: 'not_found' })
})
