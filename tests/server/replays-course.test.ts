import { describe, expect, test } from 'vitest'
import { formatId } from '#server/ids.ts'
import { getReplayCourse, stepFor } from '#server/replays/course.ts'
import { databaseNow, moveClock } from '#tests/support/clock.ts'
import { cancel, here, post, read, replay, setUpReplays, step } from '#tests/support/replays.ts'
import { seedMerchant } from '#tests/support/seed.ts'
import { stepReplay } from '#worker/replays/step.ts'

test.each([
  [0, 1],
  [60, 1],
  [61, 10],
  [600, 10],
  [601, 30],
  [1_800, 30],
  [3_600, 60],
  [86_400, 3_600],
  [60 * 86_400, 86_400],
  [600 * 86_400, 86_400],
])('%d s are shown in steps of %d s', (seconds, step) => expect(stepFor(seconds)).toBe(step))

describe('the course of a replay', () => {
  setUpReplays()

  const courseOf = async (id: string) =>
    getReplayCourse(here.shop.context, { replay: formatId('replay', id) }, (await databaseNow()).getTime())
  const sums = ({ points }: Awaited<ReturnType<typeof courseOf>>) =>
    points.filter(point => point.delivered + point.failed + point.skipped > 0).map(({ at, ...counts }) => Object.values(counts).join('/'))

  test('is empty before it begins', async () => {
    expect(await courseOf(await replay({ when: 'healthy' }))).toEqual({ stepSeconds: 1, points: [] })
  })

  test('says when how many had their attempt, and what came of it', async () => {
    await post(6)
    here.inbox.answerWith([{ status: 200 }, { status: 500 }, { status: 200 }])
    const id = await replay({ rate: 2 })
    for (let count = 0; count < 3; count++) {
      await step(id)
      await here.worker.work('replay')
      await stepReplay(id)
      await moveClock(40)
    }
    await step(id)
    expect(await read(id)).toMatchObject({ delivered: 5, failed: 1, state: 'finished' })
    const course = await courseOf(id)
    expect(course.stepSeconds).toBe(10)
    expect(sums(course)).toEqual(['1/1/0', '2/0/0', '2/0/0'])
    expect(course.points.every(({ at }, index) => index === 0 || at.getTime() - course.points[index - 1]!.at.getTime() === 10_000)).toBe(
      true,
    )
    expect(course.points.length).toBeGreaterThan(3)
  })

  test('goes on after a cancel for what was in flight', async () => {
    await post(2)
    const id = await replay({ rate: 1 })
    await step(id)
    await here.worker.work('replay')
    await cancel(id)
    await moveClock(30)
    await stepReplay(id)
    expect(sums(await courseOf(id))).toEqual(['1/0/0'])
  })

  test('is another environment’s secret', async () => {
    const id = await replay()
    const { context } = await seedMerchant()
    await expect(getReplayCourse(context, { replay: formatId('replay', id) }, 0)).rejects.toMatchObject({ code: 'not_found' })
  })
})
